package io.ocmfed.operator.watch;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;

/**
 * One follower's view of the pods of a selector; close it when they are of no interest any more.
 */
public final class PodWatch implements AutoCloseable {

  private final SharedCache<Pod> cache;
  private final Runnable leave;

  PodWatch(SharedCache<Pod> cache, Runnable leave) {
    this.cache = cache;
    this.leave = leave;
  }

  /** The pods as last seen, stripped. */
  public List<Pod> pods() {
    return cache.list();
  }

  /** Whether all pods that were there at the start have been seen. */
  public boolean synced() {
    return cache.synced();
  }

  @Override
  public void close() {
    leave.run();
  }
}
