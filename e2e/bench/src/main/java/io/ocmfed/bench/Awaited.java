package io.ocmfed.bench;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** Waits until each of some runtimes has acknowledged a table of a certain content. */
final class Awaited {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final String what;
  private final CountDownLatch missing;
  private final AtomicLong last = new AtomicLong(Long.MIN_VALUE);

  private Awaited(String what, int runtimes) {
    this.what = what;
    this.missing = new CountDownLatch(runtimes);
  }

  /**
   * Begins to listen; call it before the change.
   *
   * @param wanted on the names of the gateway pods in a table
   */
  static Awaited on(List<TableSlot> slots, String what, Predicate<List<String>> wanted) {
    var awaited = new Awaited(what, slots.size());
    for (TableSlot slot : slots) {
      awaited.listen(slot, wanted);
    }
    return awaited;
  }

  private void listen(TableSlot slot, Predicate<List<String>> wanted) {
    // Tables of one runtime come one after the other; so a plain flag would do, were it not for
    // the many event loops that may carry them.
    var first = new AtomicBoolean(true);
    slot.listen(
        (gateways, nanos) -> {
          if (wanted.test(gateways) && first.compareAndSet(true, false)) {
            last.accumulateAndGet(nanos, Math::max);
            missing.countDown();
          }
        });
  }

  /**
   * When the last of them did.
   *
   * @return a {@link System#nanoTime()}
   */
  long lastNanos() {
    try {
      if (!missing.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new BenchException(
            "%d runtimes have not acknowledged %s within %d s"
                .formatted(missing.getCount(), what, PATIENCE.toSeconds()));
      }
      return last.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted while waiting for " + what);
    }
  }
}
