package io.ocmfed.operator.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A local copy of all objects of one type in the watched namespaces, narrowed by the server where a
 * field selector is given. What it returns belongs to everybody: never change it.
 */
public final class SharedCache<T extends HasMetadata> implements AutoCloseable {

  /** Enough to keep two cores busy with handshakes. */
  static final int AT_ONCE = 8;

  /** Half of the client's time limit for a connection. */
  static final Duration TURN = Duration.ofSeconds(5);

  private final List<SharedIndexInformer<T>> informers = new ArrayList<>();
  private final List<ChangeListener<T>> listeners = new CopyOnWriteArrayList<>();
  private final List<CompletableFuture<Void>> starts = new ArrayList<>();
  private final Kind<T> kind;
  private final StartTurns turns;

  /**
   * What to watch.
   *
   * @param type the type of object
   * @param fields field selector, all of which must match; may be empty
   * @param labels label selector, all of which must match; may be empty
   * @param strip what to keep of an object
   * @param indexes by name: the keys under which an object is found
   */
  public record Kind<T>(
      Class<T> type,
      Map<String, String> fields,
      Map<String, String> labels,
      UnaryOperator<T> strip,
      Map<String, Function<T, List<String>>> indexes) {

    /** Everything of that type. */
    public static <T> Kind<T> all(Class<T> type, UnaryOperator<T> strip) {
      return new Kind<>(type, Map.of(), Map.of(), strip, Map.of());
    }

    /** The same, with indexes. */
    public Kind<T> indexed(Map<String, Function<T, List<String>>> byName) {
      return new Kind<>(type, fields, labels, strip, byName);
    }
  }

  /** Told of every change; on an informer's thread, so it must not block. */
  @FunctionalInterface
  public interface ChangeListener<T> {

    /**
     * @param before null when the object is new
     * @param after null when it is gone
     */
    void changed(T before, T after);
  }

  /**
   * Starts to watch; returns at once.
   *
   * @param namespaces where; empty means everywhere
   */
  public SharedCache(KubernetesClient client, Set<String> namespaces, Kind<T> kind) {
    this(client, namespaces, kind, new StartTurns(AT_ONCE, TURN));
  }

  /** The same; starts in turn with the others that were given these turns. */
  SharedCache(KubernetesClient client, Set<String> namespaces, Kind<T> kind, StartTurns turns) {
    this.kind = kind;
    this.turns = turns;
    if (namespaces.isEmpty()) {
      start(
          client
              .resources(kind.type())
              .inAnyNamespace()
              .withLabels(kind.labels())
              .withFields(kind.fields())
              .runnableInformer(0));
    }
    for (String namespace : namespaces) {
      start(
          client
              .resources(kind.type())
              .inNamespace(namespace)
              .withLabels(kind.labels())
              .withFields(kind.fields())
              .runnableInformer(0));
    }
  }

  private void start(SharedIndexInformer<T> informer) {
    informer.itemStore(new StrippedStore<>(kind.strip()));
    informer.addIndexers(kind.indexes());
    informer.addEventHandler(new Handler());
    // The API server may be away for long; an informer that gives up would make us blind.
    informer.exceptionHandler((started, problem) -> true);
    informers.add(informer);
    // One that was closed before its turn fails to start, which nobody waits for then.
    starts.add(turns.take(informer::start));
  }

  /** The object of that name. */
  public Optional<T> get(String namespace, String name) {
    String key = namespace + "/" + name;
    return informers.stream()
        .map(informer -> informer.getStore().getByKey(key))
        .filter(object -> object != null)
        .findFirst();
  }

  /** The objects under a key of an index. */
  public List<T> byIndex(String index, String key) {
    return informers.stream()
        .flatMap(informer -> informer.getIndexer().byIndex(index, key).stream())
        .toList();
  }

  /** All objects. */
  public List<T> list() {
    return informers.stream().flatMap(informer -> informer.getStore().list().stream()).toList();
  }

  /** Whether everything that was there at the start has been seen. */
  public boolean synced() {
    return informers.stream().allMatch(SharedIndexInformer::hasSynced);
  }

  /**
   * Runs something once {@link #synced()} holds; on a thread of its own, because what completes the
   * start is an event loop of the client, and looking at hundreds of installations there would keep
   * all other watches waiting.
   */
  public void whenSynced(Runnable action) {
    CompletableFuture.allOf(starts.toArray(CompletableFuture[]::new))
        .thenRunAsync(action, task -> Thread.ofVirtual().name("synced").start(task));
  }

  /** Whether the watch is open right now. */
  public boolean watching() {
    return informers.stream().allMatch(SharedIndexInformer::isWatching);
  }

  /** Adds a listener; it is told of objects that are there already only as they change. */
  public void onChange(ChangeListener<T> listener) {
    listeners.add(listener);
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::close);
  }

  private final class Handler implements ResourceEventHandler<T> {

    @Override
    public void onAdd(T object) {
      listeners.forEach(listener -> listener.changed(null, object));
    }

    @Override
    public void onUpdate(T before, T after) {
      listeners.forEach(listener -> listener.changed(before, after));
    }

    @Override
    public void onDelete(T object, boolean finalStateUnknown) {
      listeners.forEach(listener -> listener.changed(object, null));
    }
  }
}
