package io.ocmfed.operator.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.ocmfed.operator.runtime.Answer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The metrics of publishing; docs/operations.md lists them. */
@ApplicationScoped
public class PushMeters {

  private final MeterRegistry registry;
  private final Clock clock;

  public PushMeters(MeterRegistry registry, Clock clock) {
    this.registry = registry;
    this.clock = clock;
  }

  /** Begins to show an OcmInstance. */
  InstanceMeters of(String namespace, String name) {
    return new InstanceMeters(registry, clock, namespace, name);
  }

  static void pushed(MeterRegistry registry, long nanos, Answer<?> answer) {
    String outcome =
        switch (answer) {
          case Answer.Ok<?> ok -> "ok";
          case Answer.Refused<?> refused -> "refused";
          case Answer.Unreachable<?> unreachable -> "unreachable";
        };
    Timer.builder("ocmfed.push.duration")
        .description("One PUT of an endpoint table to one runtime pod")
        .tag("outcome", outcome)
        .serviceLevelObjectives(levels())
        .register(registry)
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  static Duration[] levels() {
    return new Duration[] {
      Duration.ofMillis(5),
      Duration.ofMillis(20),
      Duration.ofMillis(75),
      Duration.ofMillis(250),
      Duration.ofSeconds(1),
      Duration.ofSeconds(3),
      Duration.ofSeconds(10),
      Duration.ofSeconds(60)
    };
  }
}
