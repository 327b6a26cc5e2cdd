package io.ocmfed.journeys;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A journey: a test with a {@link World} parameter. It runs once, or as often as the system
 * property {@code ocmfed.repeat} says.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@Tag("journey")
@ExtendWith(JourneyRuns.class)
@Execution(ExecutionMode.CONCURRENT)
public @interface Journey {}
