package io.ocmfed.operator.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Deliveries other than pushes: from a change of the pods to the delivery ({@code
 * ocmfed_delivery_propagation_seconds}), what failed ({@code ocmfed_delivery_failures_total}), and
 * what was done ({@code ocmfed_registry_nodes_deleted_total}, {@code
 * ocmfed_workload_restarts_total}).
 */
@Startup
@ApplicationScoped
public class DeliveryMeters {

  static final String REGISTRY = "NatsRegistry";
  static final String RESTART = "Restart";

  private final MeterRegistry registry;
  private final Counter nodesDeleted;
  private final Counter restarts;

  public DeliveryMeters(MeterRegistry registry) {
    this.registry = registry;
    this.nodesDeleted =
        Counter.builder("ocmfed.registry.nodes.deleted")
            .description("Nodes of vanished gateway pods deleted from registries")
            .register(registry);
    this.restarts =
        Counter.builder("ocmfed.workload.restarts")
            .description("Workloads restarted because the gateway's addresses have changed")
            .register(registry);
    // There from the start: what is absent can neither be drawn nor watched for.
    for (String delivery : List.of(REGISTRY, RESTART)) {
      propagation(delivery);
      failures(delivery);
    }
  }

  private Timer propagation(String delivery) {
    return Timer.builder("ocmfed.delivery.propagation")
        .description("From a change of the pods to its delivery, other than by push")
        .tag("delivery", delivery)
        .serviceLevelObjectives(
            Duration.ofMillis(20),
            Duration.ofMillis(75),
            Duration.ofMillis(250),
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Duration.ofMinutes(5))
        .register(registry);
  }

  private Counter failures(String delivery) {
    return Counter.builder("ocmfed.delivery.failures")
        .description("Deliveries that failed and are tried again, other than by push")
        .tag("delivery", delivery)
        .register(registry);
  }

  void delivered(String delivery, long nanos) {
    propagation(delivery).record(nanos, TimeUnit.NANOSECONDS);
  }

  void failed(String delivery) {
    failures(delivery).increment();
  }

  void nodeDeleted() {
    nodesDeleted.increment();
  }

  void restarted() {
    restarts.increment();
  }
}
