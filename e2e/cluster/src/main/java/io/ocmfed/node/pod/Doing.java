package io.ocmfed.node.pod;

import java.time.Instant;

/** What one container is doing. */
sealed interface Doing {

  /**
   * Not running, and why.
   *
   * @param message may be empty
   */
  record Waiting(String reason, String message) implements Doing {}

  /** Its process runs. */
  record Running(long pid, Instant startedAt) implements Doing {}

  /**
   * Its process has ended.
   *
   * @param exitCode 128 + n after signal n
   * @param signal 0 where no signal ended it
   * @param reason {@code Completed} or {@code Error}
   */
  record Terminated(
      int exitCode,
      int signal,
      String reason,
      String message,
      long pid,
      Instant startedAt,
      Instant finishedAt)
      implements Doing {}
}
