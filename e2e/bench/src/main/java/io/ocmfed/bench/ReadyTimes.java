package io.ocmfed.bench;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** When a gateway pod turns ready, as a watch tells, on the clock of a reader. */
final class ReadyTimes implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Supplier<Duration> clock;
  private final BareWatch<Pod> watch;
  private final Set<String> ready = new TreeSet<>();
  private Duration lastReady;

  ReadyTimes(KubernetesClient client, String namespace, Supplier<Duration> clock) {
    this.clock = clock;
    this.watch =
        new BareWatch<>(
            client,
            Pod.class,
            namespace,
            Map.of("app.kubernetes.io/component", "gateway"),
            this::changed);
  }

  private synchronized void changed(Watcher.Action action, Pod pod) {
    boolean serves =
        action != Watcher.Action.DELETED
            && pod.getMetadata().getDeletionTimestamp() == null
            && Readiness.getInstance().isReady(pod);
    if (!serves) {
      ready.remove(pod.getMetadata().getUid());
    } else if (ready.add(pod.getMetadata().getUid())) {
      lastReady = clock.get();
    }
  }

  private synchronized Duration last() {
    return lastReady;
  }

  /** When one turned ready after that moment. */
  Duration after(Duration moment) {
    Patience.until(
        "a gateway pod to be ready",
        PATIENCE,
        Duration.ofMillis(20),
        () -> last() != null && last().compareTo(moment) > 0);
    return last();
  }

  @Override
  public void close() {
    watch.close();
  }
}
