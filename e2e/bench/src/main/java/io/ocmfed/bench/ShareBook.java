package io.ocmfed.bench;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.ocmfed.launcher.OcmKind;
import io.ocmfed.launcher.OcmObjects;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The OcmShares of a namespace as a watch tells of them, and when each of them was over. */
final class ShareBook implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(ShareBook.class.getName());
  private static final Set<String> STANDING = Set.of("Delivered", "Accepted");
  private static final Set<String> OVER = Set.of("Revoked", "Declined", "Expired", "Failed");

  private final Watch watch;
  private final Map<String, String> phases = new HashMap<>();
  private final Map<String, Long> overAt = new HashMap<>();
  private int writes;
  private long lastWrite = System.nanoTime();

  ShareBook(KubernetesClient client, String namespace) {
    this.watch =
        client
            .genericKubernetesResources(OcmKind.SHARE.context())
            .inNamespace(namespace)
            .watch(
                new Watcher<>() {
                  @Override
                  public void eventReceived(Action action, GenericKubernetesResource share) {
                    note(action, share.getMetadata().getName(), phase(share), System.nanoTime());
                  }

                  @Override
                  public void onClose(WatcherException cause) {
                    // Whoever waits for its events says so when none come.
                    LOG.log(System.Logger.Level.ERROR, "event=share-watch-broken", cause);
                  }
                });
  }

  /** Without a watch: {@link #note} is all that it learns. */
  ShareBook() {
    this.watch = () -> {};
  }

  private static String phase(GenericKubernetesResource share) {
    String phase = OcmObjects.text(share, "phase");
    return phase == null ? "" : phase;
  }

  /** Takes an event of the watch. */
  synchronized void note(Watcher.Action action, String name, String phase, long nanos) {
    boolean gone = action == Watcher.Action.DELETED;
    String before = gone ? phases.remove(name) : phases.put(name, phase);
    if (gone || OVER.contains(phase)) {
      overAt.putIfAbsent(name, nanos);
    }
    if (before != null) {
      writes++;
    }
    lastWrite = nanos;
  }

  /** How many stand, that is, the other side has them and nobody has ended them. */
  synchronized int standing() {
    return (int) phases.values().stream().filter(STANDING::contains).count();
  }

  /** How many were deleted, or first showed that they have ended, since the book was opened. */
  synchronized int over() {
    return overAt.size();
  }

  /** When they were, from the first to the last. */
  synchronized Span overSpan() {
    return Span.of(overAt.values());
  }

  /** How often an object that was there was changed or deleted since the book was opened. */
  synchronized int writes() {
    return writes;
  }

  /** For how long nothing has happened. */
  synchronized long quietNanos() {
    return System.nanoTime() - lastWrite;
  }

  /** Begins anew: what has happened so far does not count. */
  synchronized void open() {
    overAt.clear();
    writes = 0;
  }

  @Override
  public void close() {
    watch.close();
  }
}
