package io.ocmfed.operator.watch;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * One pod informer per namespace and selector, narrowed by the server, shared by all who follow the
 * same pods and closed with the last of them.
 */
@ApplicationScoped
public class PodWatches {

  private final KubernetesClient client;
  private final Map<Key, Shared> open = new HashMap<>();

  public PodWatches(KubernetesClient client) {
    this.client = client;
  }

  private record Key(String namespace, Map<String, String> selector) {}

  private static final class Shared {
    private final SharedCache<Pod> cache;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    private Shared(SharedCache<Pod> cache) {
      this.cache = cache;
      cache.onChange((before, after) -> listeners.forEach(Runnable::run));
      // That there are no pods is news as well.
      cache.whenSynced(() -> listeners.forEach(Runnable::run));
    }
  }

  /**
   * Follows the pods of a selector.
   *
   * @param selector labels as a Service has them; not empty
   * @param onChange told of every change, on an informer's thread; must not block
   */
  public synchronized PodWatch follow(
      String namespace, Map<String, String> selector, Runnable onChange) {
    Key key = new Key(namespace, Map.copyOf(selector));
    Shared shared = open.computeIfAbsent(key, this::start);
    shared.listeners.add(onChange);
    return new PodWatch(shared.cache, () -> leave(key, onChange));
  }

  private Shared start(Key key) {
    return new Shared(
        new SharedCache<>(
            client,
            Set.of(key.namespace()),
            new SharedCache.Kind<>(Pod.class, Map.of(), key.selector(), Stripping::pod, Map.of())));
  }

  private synchronized void leave(Key key, Runnable onChange) {
    Shared shared = open.get(key);
    if (shared != null && shared.listeners.remove(onChange) && shared.listeners.isEmpty()) {
      open.remove(key);
      shared.cache.close();
    }
  }
}
