package io.ocmfed.runtime.comparison;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/** When a peer is compared with again. */
final class ComparisonTimes {

  private static final Duration REGULAR = Duration.ofMinutes(10);
  private static final Duration FIRST_RETRY = Duration.ofMinutes(1);
  private static final Duration GO_ON = Duration.ofSeconds(30);
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

  private final DoubleSupplier random;

  /**
   * @param random from 0 to 1
   */
  ComparisonTimes(DoubleSupplier random) {
    this.random = random;
  }

  /** After one that came to its end. */
  Duration regular() {
    return spread(REGULAR);
  }

  /** After one that has to go on; obeys the peer, up to an hour. */
  Duration goOn(Optional<Instant> askedFor, Instant now) {
    Duration wait = askedFor.map(at -> Duration.between(now, at)).orElse(Duration.ZERO);
    if (wait.compareTo(LONGEST_RETRY_AFTER) > 0) {
      return LONGEST_RETRY_AFTER;
    }
    return wait.compareTo(GO_ON) > 0 ? wait : GO_ON;
  }

  /** After the n-th (from 1) in a row that failed. */
  Duration failed(int inARow) {
    Duration doubled = FIRST_RETRY.multipliedBy(1L << Math.min(inARow - 1, 10));
    return spread(doubled.compareTo(REGULAR) > 0 ? REGULAR : doubled);
  }

  private Duration spread(Duration duration) {
    return Duration.ofMillis((long) (duration.toMillis() * (0.8 + 0.4 * random.getAsDouble())));
  }
}
