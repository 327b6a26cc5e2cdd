package io.ocmfed.operator.mirror;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Writes about many objects, some at a time: one after the other, a thousand mirrors would take as
 * many round trips to the API server.
 */
final class ManyWrites {

  private static final int AT_ONCE = 16;

  private ManyWrites() {}

  /**
   * Does something for each of them and waits for all.
   *
   * @throws RuntimeException what the first of those that failed has thrown; the others are done
   *     all the same
   */
  static <T> void each(Collection<T> objects, Consumer<T> write) {
    if (objects.isEmpty()) {
      return;
    }
    int threads = Math.min(AT_ONCE, objects.size());
    try (var writers = Executors.newFixedThreadPool(threads, Thread.ofVirtual().factory())) {
      List<Callable<Void>> writes =
          objects.stream()
              .<Callable<Void>>map(
                  object ->
                      () -> {
                        write.accept(object);
                        return null;
                      })
              .toList();
      for (Future<Void> done : writers.invokeAll(writes)) {
        done.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException problem) {
        throw problem;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while mirrors were written", e);
    }
  }
}
