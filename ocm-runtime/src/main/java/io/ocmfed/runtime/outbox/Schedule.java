package io.ocmfed.runtime.outbox;

import io.ocmfed.runtime.outbox.Classified.Again;
import io.ocmfed.runtime.store.OutboxEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.function.DoubleSupplier;

/** When to try again. All are doubled from one second, and spread by a fifth. */
public final class Schedule {

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int PATIENCE_OF_OTHERS = 5;

  /** The longest that one answer of a peer keeps all messages from it. */
  static final Duration LONGEST_PAUSE = FIVE_MINUTES;

  private final DoubleSupplier random;

  /**
   * @param random from 0 to 1
   */
  public Schedule(DoubleSupplier random) {
    this.random = random;
  }

  /** After the n-th time (from 0) that a peer did not answer: up to a minute. */
  public Duration unreachable(int failures) {
    return spread(doubled(failures, MINUTE));
  }

  /** After the n-th answer (from 0) that decides nothing: up to five minutes. */
  public Duration undecided(int attempts) {
    return spread(doubled(attempts, FIVE_MINUTES));
  }

  /**
   * After the n-th refusal (from 0) that is waited out: up to a minute for an hour, then every five
   * minutes; servers of other kinds throttle, they are left alone for an hour after five.
   */
  public Duration refused(int attempts, Instant since, boolean ocmfed, Instant now) {
    if (!ocmfed && attempts >= PATIENCE_OF_OTHERS) {
      return spread(HOUR);
    }
    boolean late = since != null && Duration.between(since, now).compareTo(HOUR) > 0;
    return spread(late ? FIVE_MINUTES : doubled(attempts, MINUTE));
  }

  /**
   * After an answer that decides nothing: not before the peer asked for, which is believed up to an
   * hour, and not before our own pause is over.
   */
  Instant next(OutboxEntry entry, Again again, Instant now) {
    Instant ours = now.plus(undecided(entry.attempts()));
    return again
        .notBefore()
        .filter(at -> at.isAfter(ours))
        .map(at -> earlier(at, now.plus(HOUR)))
        .orElse(ours);
  }

  static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static Duration doubled(int attempts, Duration most) {
    Duration doubled = FIRST.multipliedBy(1L << Math.min(attempts, 20));
    return doubled.compareTo(most) > 0 ? most : doubled;
  }

  private Duration spread(Duration duration) {
    return Duration.ofMillis((long) (duration.toMillis() * (0.9 + 0.2 * random.getAsDouble())));
  }
}
