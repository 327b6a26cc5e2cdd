package io.ocmfed.operator.wake;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/** All objects of one kind. What it returns is shared: never to be changed. */
public final class Objects<P extends HasMetadata> {

  private static final Executor VIRTUAL = Executors.newVirtualThreadPerTaskExecutor();

  private final SimpleInboundEventSource<P> wakes = new SimpleInboundEventSource<>("wakes");
  private final Set<ResourceID> wokenSoon = ConcurrentHashMap.newKeySet();
  private final Map<ResourceID, Integer> seen = new ConcurrentHashMap<>();
  private volatile IndexerResourceCache<P> cache;

  /**
   * Called once by the kind's reconciler, which has the cache.
   *
   * @param indexes by name: the keys under which an object is found
   * @return the event sources that the reconciler is to have
   */
  public List<EventSource<?, P>> bind(
      EventSourceContext<P> context, Map<String, Function<P, List<String>>> indexes) {
    IndexerResourceCache<P> primary = context.getPrimaryCache();
    primary.addIndexers(indexes);
    cache = primary;
    return List.of(wakes);
  }

  /** The object of that name. */
  public Optional<P> get(String namespace, String name) {
    return cache == null ? Optional.empty() : cache.get(new ResourceID(name, namespace));
  }

  /** The objects under a key of an index. */
  public List<P> byIndex(String index, String key) {
    return cache == null ? List.of() : cache.byIndex(index, key);
  }

  /** All objects. */
  public Stream<P> list() {
    return cache == null ? Stream.empty() : cache.list();
  }

  /** Has an object looked at now. */
  public void wake(ResourceID id) {
    wakes.propagateEvent(id);
  }

  /** Has an object looked at now. */
  public void wake(HasMetadata object) {
    wake(ResourceID.fromResource(object));
  }

  /** Notes what the runtime said of an object, so that a listing shows what a stream has lost. */
  public void saw(HasMetadata object, Object record) {
    seen.put(ResourceID.fromResource(object), record.hashCode());
  }

  /** Whether the runtime says something else of an object than what was noted. */
  public boolean unseen(HasMetadata object, Object record) {
    Integer known = seen.get(ResourceID.fromResource(object));
    return known != null && known != record.hashCode();
  }

  /** The object is gone. */
  public void forget(HasMetadata object) {
    seen.remove(ResourceID.fromResource(object));
  }

  /** Has an object looked at after a while, once, however often that is asked for meanwhile. */
  public void wakeSoon(ResourceID id, Duration delay) {
    if (wokenSoon.add(id)) {
      CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, VIRTUAL)
          .execute(
              () -> {
                wokenSoon.remove(id);
                wake(id);
              });
    }
  }
}
