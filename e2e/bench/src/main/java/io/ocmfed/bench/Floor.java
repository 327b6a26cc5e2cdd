package io.ocmfed.bench;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watcher;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The baseline of propagation: whatever the bare watch says of a gateway pod's readiness goes at
 * once, without a further thought, to all runtimes in parallel.
 */
final class Floor implements AutoCloseable {

  private final BareWatch<Pod> watch;
  private final BarePuts puts;
  private final List<BarePuts.Target> targets;
  private final Set<String> ready = new TreeSet<>();

  Floor(
      KubernetesClient client,
      String namespace,
      String app,
      BarePuts puts,
      List<BarePuts.Target> targets) {
    this.puts = puts;
    this.targets = targets;
    this.watch =
        new BareWatch<>(client, Pod.class, namespace, Map.of(Pods.APP, app), this::changed);
  }

  private synchronized void changed(Watcher.Action action, Pod pod) {
    String name = pod.getMetadata().getName();
    boolean changed =
        action != Watcher.Action.DELETED && isReady(pod) ? ready.add(name) : ready.remove(name);
    if (changed) {
      puts.put(targets, List.copyOf(ready));
    }
  }

  private static boolean isReady(Pod pod) {
    return pod.getStatus() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(
                condition ->
                    condition.getType().equals("Ready") && condition.getStatus().equals("True"));
  }

  @Override
  public void close() {
    watch.close();
  }
}
