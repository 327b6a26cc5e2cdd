package io.ocmfed.node.pod;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets few heavy containers start at once: many JVMs that start together on a small machine are all
 * slow, and their probes run out of time.
 */
public final class StartSlots {

  private final Semaphore free;

  public StartSlots(int atOnce) {
    this.free = new Semaphore(atOnce, true);
  }

  /** A place among those that start; given back once, by whoever comes first. */
  final class Slot {
    private final AtomicBoolean held = new AtomicBoolean(true);

    void giveBack() {
      if (held.compareAndSet(true, false)) {
        free.release();
      }
    }

    /** Whatever happens, a container that never becomes ready does not hold up the others. */
    void giveBackAfter(Duration limit) {
      Thread.ofVirtual()
          .name("start-slot")
          .start(
              () -> {
                try {
                  Thread.sleep(limit);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                giveBack();
              });
    }
  }

  /** Waits up to the limit; null when there was no place in that time. */
  Slot take(Duration limit) throws InterruptedException {
    return free.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS) ? new Slot() : null;
  }
}
