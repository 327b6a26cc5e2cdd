package io.ocmfed.bench;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** What has been done by other threads. */
final class Finished {

  private Finished() {}

  /** Waits for it; what it threw ends the bench. */
  static <T> T get(Future<T> work) {
    try {
      return work.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted");
    } catch (ExecutionException e) {
      throw new BenchException(String.valueOf(e.getCause().getMessage()), e.getCause());
    }
  }
}
