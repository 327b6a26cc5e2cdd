package io.ocmfed.bench;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what must come. */
final class Patience {

  private Patience() {}

  /**
   * Looks every {@code pause} until the condition holds.
   *
   * @throws BenchException when it does not in time
   */
  static void until(String what, Duration limit, Duration pause, BooleanSupplier condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new BenchException("Waited %d s for %s.".formatted(limit.toSeconds(), what));
      }
      LockSupport.parkNanos(pause.toNanos());
    }
  }
}
