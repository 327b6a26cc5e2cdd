package io.ocmfed.runtime.comparison;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How often a domain may ask: many times at once, and steadily after that. Kept by this process for
 * itself; only trusted domains come here, so it stays small.
 */
final class AskRate {

  private final int atOnce;
  private final Duration each;
  private final Map<String, Instant> free = new ConcurrentHashMap<>();

  /**
   * @param atOnce after a pause
   * @param each steady distance
   */
  AskRate(int atOnce, Duration each) {
    this.atOnce = atOnce;
    this.each = each;
  }

  /** Takes one; or says how long to wait before asking again. */
  Optional<Duration> take(String domain, Instant now) {
    Instant earliest = now.minus(each.multipliedBy(atOnce));
    Instant[] wait = new Instant[1];
    free.compute(
        domain,
        (key, last) -> {
          Instant from = last == null || last.isBefore(earliest) ? earliest : last;
          Instant next = from.plus(each);
          if (next.isAfter(now)) {
            wait[0] = next;
            return from;
          }
          return next;
        });
    // With room for some more, so that who waited does not wait again at once.
    return Optional.ofNullable(wait[0])
        .map(next -> Duration.between(now, next).plus(each.multipliedBy(atOnce / 2)));
  }
}
