package io.ocmfed.operator.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.ocmfed.operator.runtime.Endpoint;
import io.ocmfed.operator.runtime.Fence;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The metrics of one OcmInstance; all of its series, its targets' too, go with {@link #remove()}.
 * Its labels are none that Prometheus gives to what it scrapes, such as namespace, pod and
 * instance.
 */
final class InstanceMeters {

  private final MeterRegistry registry;
  private final InstantSource clock;
  private final Tags tags;
  private final Flaps flaps = new Flaps();
  private final Counter flapped;
  private volatile Table table;

  private record Table(Fence fence, List<Endpoint> gateway) {}

  InstanceMeters(MeterRegistry registry, InstantSource clock, String namespace, String name) {
    this.registry = registry;
    this.clock = clock;
    this.tags = Tags.of("target_namespace", namespace, "ocminstance", name);
    this.flapped =
        Counter.builder("ocmfed.gateway.flaps")
            .description("Gateway pods that turned ready again under the name they had")
            .tags(tags)
            .register(registry);
    gauge("ocmfed.table.term", "First part of the current revision", t -> t.fence().term());
    gauge(
        "ocmfed.table.sequence", "Second part of the current revision", t -> t.fence().sequence());
    gauge("ocmfed.gateways", "Gateway pods in the current table", t -> t.gateway().size());
  }

  private void gauge(String name, String description, ToDoubleFunction<Table> value) {
    Gauge.builder(
            name,
            this,
            self -> Optional.ofNullable(self.table).map(value::applyAsDouble).orElse(Double.NaN))
        .description(description)
        .tags(tags)
        .register(registry);
  }

  /** Another table is current. */
  synchronized void issued(Fence fence, List<Endpoint> gateway) {
    List<Endpoint> before = table == null ? List.of() : table.gateway();
    flapped.increment(flaps.change(before, gateway));
    table = new Table(fence, List.copyOf(gateway));
  }

  /** Begins to show a runtime pod. */
  TargetMeters target(String runtime, String pod) {
    return new TargetMeters(registry, clock, tags.and("runtime", runtime), pod);
  }

  /** The OcmInstance is gone. */
  void remove() {
    List<Meter> ours =
        registry.getMeters().stream()
            .filter(meter -> meter.getId().getTags().containsAll(tags.stream().toList()))
            .toList();
    ours.forEach(registry::remove);
  }
}
