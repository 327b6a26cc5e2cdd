package io.ocmfed.churn;

import io.ocmfed.journeys.JourneyRuns;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A journey on the {@link Clouds} of this package, which it takes as its parameter and has to
 * itself. It runs once, or as often as the system property {@code ocmfed.repeat} says.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@Tag("churn")
@ExtendWith({JourneyRuns.class, OneCluster.class})
@interface Churn {}
