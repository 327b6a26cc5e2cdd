package io.ocmfed.runtime.store;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether what is owed to a peer is late, with hysteresis: it is when the oldest message is older
 * than a minute, and is not any more when for two minutes none was older than half a minute.
 *
 * @param since when it turned late; null when it is not
 * @param calmSince since when nothing is old; null when something is, or it is not late
 */
public record Delay(Instant since, Instant calmSince) {

  public static final Delay NONE = new Delay(null, null);

  private static final Duration LATE = Duration.ofMinutes(1);
  private static final Duration FRESH = Duration.ofSeconds(30);
  private static final Duration CALM = Duration.ofMinutes(2);

  public boolean late() {
    return since != null;
  }

  /**
   * What it is now.
   *
   * @param oldest age of the oldest message; zero when nothing is owed
   */
  public Delay after(Duration oldest, Instant now) {
    if (!late()) {
      return oldest.compareTo(LATE) > 0 ? new Delay(now, null) : NONE;
    }
    if (oldest.compareTo(FRESH) > 0) {
      return new Delay(since, null);
    }
    if (calmSince == null) {
      return new Delay(since, now);
    }
    return Duration.between(calmSince, now).compareTo(CALM) >= 0 ? NONE : this;
  }
}
