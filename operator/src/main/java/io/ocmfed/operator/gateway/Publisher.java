package io.ocmfed.operator.gateway;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.ocmfed.operator.installation.Installations;
import io.ocmfed.operator.leader.Leadership;
import io.ocmfed.operator.runtime.RuntimeEndpoints;
import io.ocmfed.operator.settings.Times;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Publishes the endpoint tables of all installations while we lead. */
@ApplicationScoped
public class Publisher {

  private final Installations installations;
  private final Leadership leadership;
  private final RuntimeEndpoints endpoints;
  private final Times times;
  private final PushMeters meters;
  private final Deliveries deliveries;
  private final MeterRegistry registry;
  private final AtomicLong sequences = new AtomicLong();
  private final Map<ResourceID, InstancePublisher> publishers = new ConcurrentHashMap<>();
  private final List<Consumer<ResourceID>> listeners = new CopyOnWriteArrayList<>();

  public Publisher(
      Installations installations,
      Leadership leadership,
      RuntimeEndpoints endpoints,
      Times times,
      PushMeters meters,
      Deliveries deliveries,
      MeterRegistry registry) {
    this.installations = installations;
    this.leadership = leadership;
    this.endpoints = endpoints;
    this.times = times;
    this.meters = meters;
    this.deliveries = deliveries;
    this.registry = registry;
  }

  @PostConstruct
  void listen() {
    Gauge.builder("ocmfed.runtime.pods", this, publisher -> publisher.count(false))
        .description("Ready runtime pods, buckets and workloads that are told of endpoints")
        .register(registry);
    Gauge.builder("ocmfed.runtime.pods.in.sync", this, publisher -> publisher.count(true))
        .description("Ready runtime pods, buckets and workloads that are current")
        .register(registry);
    installations.onChange(this::refresh);
    leadership.whenLeading(this::refreshAll);
  }

  /** Told when {@link #state} of an installation may have changed; must not block. */
  public void onProgress(Consumer<ResourceID> listener) {
    listeners.add(listener);
  }

  /** How far the current table of an installation has got. */
  public SyncState state(ResourceID id) {
    InstancePublisher publisher = publishers.get(id);
    return publisher == null ? SyncState.NONE : publisher.state();
  }

  /** A runtime of that installation may have been restarted: ask whether it has its table. */
  public void suspect(ResourceID id) {
    InstancePublisher publisher = publishers.get(id);
    if (publisher != null) {
      publisher.look();
    }
  }

  private void refreshAll() {
    installations.all().forEach(instance -> refresh(ResourceID.fromResource(instance)));
  }

  private void refresh(ResourceID id) {
    long seenNanos = System.nanoTime();
    if (!leadership.leads()) {
      return;
    }
    String namespace = id.getNamespace().orElse("");
    if (installations.instance(namespace, id.getName()).isEmpty()) {
      InstancePublisher gone = publishers.remove(id);
      if (gone != null) {
        gone.stop();
      }
      return;
    }
    publishers
        .computeIfAbsent(id, this::begin)
        .refresh(seenNanos, () -> installations.find(namespace, id.getName()));
  }

  private InstancePublisher begin(ResourceID id) {
    return new InstancePublisher(
        leadership,
        endpoints,
        times,
        meters.of(id.getNamespace().orElse(""), id.getName()),
        deliveries,
        sequences,
        () -> listeners.forEach(listener -> listener.accept(id)));
  }

  private double count(boolean inSyncOnly) {
    return publishers.values().stream()
        .flatMap(publisher -> publisher.state().targets().stream())
        .filter(target -> !inSyncOnly || target.inSync())
        .count();
  }

  @PreDestroy
  void close() {
    publishers.values().forEach(InstancePublisher::stop);
  }
}
