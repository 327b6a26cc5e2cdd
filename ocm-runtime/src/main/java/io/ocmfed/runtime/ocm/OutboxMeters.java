package io.ocmfed.runtime.ocm;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.ocmfed.runtime.outbox.DeliveryDelays.Backlog;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What is owed to each peer that is trusted. All replicas say the same: it is read from the store.
 */
final class OutboxMeters {

  private final MultiGauge depth;
  private final MultiGauge age;
  private final MultiGauge aside;

  OutboxMeters(MeterRegistry metrics) {
    this.depth =
        MultiGauge.builder("ocmfed.outbox.depth")
            .description("Messages that are owed to a peer")
            .register(metrics);
    this.age =
        MultiGauge.builder("ocmfed.outbox.age")
            .description("Age of the oldest message that is owed to a peer")
            .baseUnit("seconds")
            .register(metrics);
    this.aside =
        MultiGauge.builder("ocmfed.outbox.set.aside")
            .description("Messages to a peer that can never be sent")
            .register(metrics);
  }

  void show(List<Backlog> backlogs) {
    rows(depth, backlogs, Backlog::depth);
    rows(age, backlogs, backlog -> backlog.oldest().toMillis() / 1000.0);
    rows(aside, backlogs, Backlog::aside);
  }

  private static void rows(
      MultiGauge gauge, List<Backlog> backlogs, ToDoubleFunction<Backlog> value) {
    gauge.register(
        backlogs.stream()
            .map(one -> MultiGauge.Row.of(Tags.of("peer", one.domain()), value.applyAsDouble(one)))
            .toList(),
        true);
  }
}
