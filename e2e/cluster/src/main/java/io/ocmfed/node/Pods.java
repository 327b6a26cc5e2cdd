package io.ocmfed.node;

import io.fabric8.kubernetes.api.model.Pod;
import io.ocmfed.cluster.LoopbackRange;
import io.ocmfed.node.pod.PodContext;
import io.ocmfed.node.pod.PodWorker;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The pods that this node runs, by UID, for a name may come again. */
final class Pods implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Pods.class.getName());

  private record Entry(String namespace, String name, PodWorker worker, Thread thread) {}

  private final PodContext context;
  private final LoopbackRange range;
  private final AtomicLong addresses = new AtomicLong();
  private final Map<String, Entry> running = new ConcurrentHashMap<>();
  private volatile boolean closed;

  Pods(PodContext context, LoopbackRange range) {
    this.context = context;
    this.range = range;
  }

  /** A pod bound to this node was seen, for the first time or changed. */
  void observed(Pod pod) {
    if (closed) {
      return;
    }
    Entry known = running.get(pod.getMetadata().getUid());
    if (known != null) {
      known.worker().observed(pod);
    } else {
      start(pod);
    }
  }

  private void start(Pod pod) {
    String uid = pod.getMetadata().getUid();
    var worker = new PodWorker(context, pod, range.podAddress(addresses.getAndIncrement()));
    Thread thread =
        Thread.ofVirtual().name(pod.getMetadata().getName()).unstarted(() -> live(uid, worker));
    var entry =
        new Entry(pod.getMetadata().getNamespace(), pod.getMetadata().getName(), worker, thread);
    running.put(uid, entry);
    thread.start();
  }

  private void live(String uid, PodWorker worker) {
    try {
      worker.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "event=pod_lost uid=" + uid, e);
    } finally {
      running.remove(uid);
    }
  }

  /** The object is gone from the API server. */
  void vanished(Pod pod) {
    Entry known = running.get(pod.getMetadata().getUid());
    if (known != null) {
      known.worker().vanished();
    }
  }

  /** A Secret or ConfigMap has changed. */
  void sourceChanged(String kind, String namespace, String name) {
    running.values().stream()
        .filter(entry -> entry.namespace().equals(namespace))
        .forEach(entry -> entry.worker().sourceChanged(kind, name));
  }

  Optional<PodWorker> find(String namespace, String name) {
    return running.values().stream()
        .filter(entry -> entry.namespace().equals(namespace) && entry.name().equals(name))
        .map(Entry::worker)
        .findFirst();
  }

  @Override
  public void close() {
    closed = true;
    running.values().forEach(entry -> entry.worker().abandon());
    for (Entry entry : running.values()) {
      try {
        entry.thread().join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
