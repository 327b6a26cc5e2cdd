package io.ocmfed.node.pod;

import java.time.Duration;

/**
 * How long to wait before a container is started again: not at all the first time, then one second,
 * doubled up to thirty. A kubelet has ten seconds up to five minutes; a demo cannot wait for that.
 *
 * @param failures how many ends in a row
 */
record Backoff(int failures) {

  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration FORGIVEN_AFTER = Duration.ofMinutes(1);

  static Backoff none() {
    return new Backoff(0);
  }

  /** After one more end of a process that had run that long. */
  Backoff after(Duration ran) {
    return ran.compareTo(FORGIVEN_AFTER) > 0 ? new Backoff(1) : new Backoff(failures + 1);
  }

  Duration delay() {
    if (failures <= 1) {
      return Duration.ZERO;
    }
    Duration doubled = Duration.ofSeconds(1L << Math.min(failures - 2, 5));
    return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
  }
}
