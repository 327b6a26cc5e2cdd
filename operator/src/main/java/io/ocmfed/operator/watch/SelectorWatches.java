package io.ocmfed.operator.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/**
 * One informer per namespace and selector, narrowed by the server, shared by all who follow the
 * same objects and closed with the last of them.
 */
final class SelectorWatches<T extends HasMetadata> {

  private final KubernetesClient client;
  private final Class<T> type;
  private final UnaryOperator<T> strip;
  private final Map<Key, Shared<T>> open = new HashMap<>();
  private final StartTurns turns = new StartTurns(SharedCache.AT_ONCE, SharedCache.TURN);

  SelectorWatches(KubernetesClient client, Class<T> type, UnaryOperator<T> strip) {
    this.client = client;
    this.type = type;
    this.strip = strip;
  }

  private record Key(String namespace, Map<String, String> selector) {}

  private static final class Shared<T extends HasMetadata> {
    private final SharedCache<T> cache;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    private Shared(SharedCache<T> cache) {
      this.cache = cache;
      cache.onChange((before, after) -> listeners.forEach(Runnable::run));
      // That there are none is news as well.
      cache.whenSynced(() -> listeners.forEach(Runnable::run));
    }
  }

  synchronized SelectorWatch<T> follow(
      String namespace, Map<String, String> selector, Runnable onChange) {
    Key key = new Key(namespace, Map.copyOf(selector));
    Shared<T> shared = open.computeIfAbsent(key, this::start);
    shared.listeners.add(onChange);
    return new SelectorWatch<>(shared.cache, () -> leave(key, onChange));
  }

  private Shared<T> start(Key key) {
    return new Shared<>(
        new SharedCache<>(
            client,
            Set.of(key.namespace()),
            new SharedCache.Kind<>(type, Map.of(), key.selector(), strip, Map.of()),
            turns));
  }

  private synchronized void leave(Key key, Runnable onChange) {
    Shared<T> shared = open.get(key);
    if (shared != null && shared.listeners.remove(onChange) && shared.listeners.isEmpty()) {
      open.remove(key);
      shared.cache.close();
    }
  }
}
