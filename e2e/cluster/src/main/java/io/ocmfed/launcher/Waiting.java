package io.ocmfed.launcher;

import io.ocmfed.cluster.Progress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for the world to become as somebody expects it. */
final class Waiting {

  private static final Duration LOOK = Duration.ofMillis(200);

  private Waiting() {}

  /**
   * Returns what the supplier gives as soon as it gives something.
   *
   * @param expected what is waited for, as the end of "waited 1 min for ..."
   * @param instead what is there instead, asked for only when patience is at its end
   * @throws LauncherException at the end of patience
   */
  static <T> T forValue(
      String expected, Duration patience, Supplier<Optional<T>> value, Supplier<String> instead) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      Optional<T> found = value.get();
      if (found.isPresent()) {
        return found.get();
      }
      if (System.nanoTime() > deadline) {
        throw new LauncherException(
            "Waited %s for %s; instead: %s"
                .formatted(Progress.text(patience).strip(), expected, instead.get()));
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  /** Returns when the condition holds; otherwise as {@link #forValue}. */
  static void until(
      String expected, Duration patience, BooleanSupplier condition, Supplier<String> instead) {
    forValue(
        expected,
        patience,
        () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty(),
        instead);
  }
}
