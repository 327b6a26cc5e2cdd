package io.ocmfed.operator.gateway;

import io.ocmfed.operator.installation.RuntimeDelivery;
import io.ocmfed.operator.leader.Leadership;
import io.ocmfed.operator.runtime.Fence;
import io.ocmfed.operator.settings.Identity;
import io.ocmfed.operator.settings.Times;
import io.ocmfed.registry.RegistryEntry;
import io.ocmfed.registry.RegistryException;
import io.ocmfed.registry.RegistryKey;
import io.ocmfed.registry.RegistryNode;
import io.ocmfed.registry.ServiceBucket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * A registry in a NATS bucket, held to the newest table: at once when the table changes, at once
 * when somebody registers, and often enough that the nodes we wrote do not expire. Entries that
 * expire tell nobody, so each pass lists what is there.
 */
final class RegistryTarget extends LoopTarget {

  private static final Duration LEAST_REFRESH = Duration.ofMillis(500);

  private final RuntimeDelivery.NatsRegistry registry;
  private final Leadership leadership;
  private final Times times;
  private final DeliveryMeters meters;
  private final Listener listener;
  private final Map<RegistryKey, Long> writtenNanos = new HashMap<>();

  RegistryTarget(
      String runtime,
      RuntimeDelivery.NatsRegistry registry,
      Leadership leadership,
      Times times,
      DeliveryMeters meters,
      InstantSource clock,
      Listener listener) {
    super("registry-" + registry.bucket(), runtime, "bucket " + registry.bucket(), clock, listener);
    this.registry = registry;
    this.leadership = leadership;
    this.times = times;
    this.meters = meters;
    this.listener = listener;
  }

  @Override
  void loop() throws InterruptedException {
    int failures = 0;
    while (!offers.stopped()) {
      try {
        if (hold()) {
          failures = 0;
        }
      } catch (RegistryException e) {
        meters.failed(DeliveryMeters.REGISTRY);
        progress.fail(code(e), sentence(e));
      }
      failures++;
      offers.await(NewestOffer.pause(failures, times.pushRetryMost()));
    }
  }

  /**
   * Connects, and holds the registry to the newest table until that fails.
   *
   * @return whether it had succeeded before the connection was lost
   */
  private boolean hold() throws RegistryException, InterruptedException {
    boolean held = false;
    try (ServiceBucket bucket =
        ServiceBucket.open(
            registry.access(),
            registry.bucket(),
            Identity.FIELD_MANAGER,
            ServiceBucket.Missing.CREATE,
            offers::wake)) {
      bucket.watch(registry.serviceName(), offers::wake);
      Duration refresh = refresh(bucket.lifetime());
      while (!offers.stopped()) {
        try {
          held |= pass(bucket, refresh);
        } catch (RegistryException e) {
          if (!held) {
            throw e;
          }
          progress.fail(code(e), sentence(e));
          meters.failed(DeliveryMeters.REGISTRY);
          return true;
        }
        offers.await(refresh);
      }
    }
    return held;
  }

  private Duration refresh(Duration lifetime) {
    if (lifetime.isZero()) {
      return times.driftPoll();
    }
    Duration third = lifetime.dividedBy(3);
    return third.compareTo(LEAST_REFRESH) < 0 ? LEAST_REFRESH : third;
  }

  /** Brings the registry up to date; nothing is said while another leads. */
  private boolean pass(ServiceBucket bucket, Duration refresh)
      throws RegistryException, InterruptedException {
    Offer offer = offers.get().orElse(null);
    if (offer == null || !leadership.leads()) {
      return true;
    }
    long began = System.nanoTime();
    Fence fence = offer.table().fence();
    RegistryPlan plan =
        RegistryPlan.of(
            registry.serviceName(),
            offer.table().services().get("gateway"),
            fence,
            bucket.list(registry.serviceName()),
            key -> fresh(key, began, refresh));
    if (plan.newer().isPresent()) {
      progress.pend();
      // Ours that overtook this pass, or another operator's.
      boolean ours = offers.get().filter(now -> now != offer).isPresent();
      return ours || listener.overtaken(plan.newer().get());
    }
    for (RegistryEntry entry : plan.delete()) {
      bucket.delete(entry);
      writtenNanos.remove(entry.key());
      meters.nodeDeleted();
    }
    for (Map.Entry<RegistryKey, RegistryNode> node : plan.write().entrySet()) {
      bucket.put(node.getKey(), node.getValue());
      writtenNanos.put(node.getKey(), System.nanoTime());
    }
    if (progress.acknowledge(fence)) {
      meters.delivered(DeliveryMeters.REGISTRY, System.nanoTime() - offer.sinceNanos());
    }
    return true;
  }

  private boolean fresh(RegistryKey key, long now, Duration refresh) {
    Long written = writtenNanos.get(key);
    // A little early is right: the next pass is a whole refresh away.
    return written != null && now - written < refresh.toNanos() * 9 / 10;
  }

  private static String code(RegistryException e) {
    return switch (e.kind()) {
      case UNREACHABLE -> "NATS_UNREACHABLE";
      case REFUSED -> "NATS_REFUSED";
    };
  }

  private String sentence(RegistryException e) {
    return "The registry %s in NATS cannot be kept: %s. It is tried again by itself."
        .formatted(registry.bucket(), e.getMessage());
  }
}
