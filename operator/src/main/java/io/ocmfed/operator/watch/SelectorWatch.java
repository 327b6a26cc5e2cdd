package io.ocmfed.operator.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/**
 * One follower's view of the objects of a selector; close it when they are of no interest any more.
 */
public final class SelectorWatch<T extends HasMetadata> implements AutoCloseable {

  private final SharedCache<T> cache;
  private final Runnable leave;

  SelectorWatch(SharedCache<T> cache, Runnable leave) {
    this.cache = cache;
    this.leave = leave;
  }

  /** The objects as last seen, stripped. */
  public List<T> objects() {
    return cache.list();
  }

  /** Whether all objects that were there at the start have been seen. */
  public boolean synced() {
    return cache.synced();
  }

  @Override
  public void close() {
    leave.run();
  }
}
