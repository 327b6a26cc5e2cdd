package io.ocmfed.operator.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.ocmfed.operator.runtime.Answer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How long pushes take ({@code ocmfed_push_duration_seconds}) and how long a change needs until a
 * runtime has acknowledged it ({@code ocmfed_endpoint_propagation_seconds}).
 */
@ApplicationScoped
public class PushMeters {

  private final MeterRegistry registry;
  private final Timer propagation;

  public PushMeters(MeterRegistry registry) {
    this.registry = registry;
    this.propagation =
        Timer.builder("ocmfed.endpoint.propagation")
            .description("From a change of the pods to a runtime's acknowledgement")
            .serviceLevelObjectives(levels())
            .register(registry);
  }

  void pushed(long nanos, Answer<?> answer) {
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

  void propagated(long nanos) {
    propagation.record(nanos, TimeUnit.NANOSECONDS);
  }

  private static Duration[] levels() {
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
