package io.ocmfed.operator.gateway;

import io.ocmfed.operator.installation.RuntimeDelivery;
import io.ocmfed.operator.leader.Leadership;
import io.ocmfed.operator.settings.Times;
import io.ocmfed.operator.status.Announcer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;

/** Makes the receivers that are no runtime pods. */
@ApplicationScoped
public class Deliveries {

  private final Leadership leadership;
  private final Workloads workloads;
  private final Announcer announcer;
  private final Times times;
  private final DeliveryMeters meters;
  private final Clock clock;

  public Deliveries(
      Leadership leadership,
      Workloads workloads,
      Announcer announcer,
      Times times,
      DeliveryMeters meters,
      Clock clock) {
    this.leadership = leadership;
    this.workloads = workloads;
    this.announcer = announcer;
    this.times = times;
    this.meters = meters;
    this.clock = clock;
  }

  /**
   * The receiver of a runtime; empty for those whose pods are pushed to, and for those that lack
   * something.
   */
  Optional<Target> target(
      String namespace,
      String instance,
      String runtime,
      RuntimeDelivery delivery,
      Target.Listener listener) {
    return switch (delivery) {
      case RuntimeDelivery.Push(), RuntimeDelivery.Unusable _ -> Optional.empty();
      case RuntimeDelivery.NatsRegistry registry ->
          Optional.of(
              new RegistryTarget(runtime, registry, leadership, times, meters, clock, listener));
      case RuntimeDelivery.Restart restart ->
          Optional.of(
              new RestartTarget(
                  runtime,
                  namespace,
                  instance,
                  restart,
                  leadership,
                  workloads,
                  announcer,
                  times,
                  meters,
                  clock,
                  listener));
    };
  }
}
