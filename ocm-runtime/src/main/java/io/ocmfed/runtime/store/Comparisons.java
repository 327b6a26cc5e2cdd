package io.ocmfed.runtime.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When peers are compared with, and what came of it. */
public interface Comparisons {

  /** How long after the last one the next is begun at the earliest, unless a person demands it. */
  Duration NOT_WITHIN = Duration.ofSeconds(10);

  Optional<ComparisonRecord> find(String domain);

  /**
   * Takes one that is due, of a trusted domain, so that nobody else takes it until the end of the
   * lease. A domain that was never compared with is due.
   */
  Optional<ComparisonRecord> takeDue(Instant now, Instant leaseUntil);

  /**
   * Brings a comparison forward, to then or to so long after the last one. One that is under way is
   * done again after it.
   */
  void soon(String domain, Instant then, Duration afterLast);

  /** As {@link #soon}, for all. */
  void allSoon(Instant now, Duration afterLast);

  /**
   * Somebody demands one now.
   *
   * @param value of the demand; the same one again is none
   * @return whether it is a new demand
   */
  boolean request(String domain, String value, Instant now);

  /**
   * Writes what one came to, and frees its lease. What was asked for meanwhile stays due; the
   * demand is not written.
   */
  void finished(ComparisonRecord done);
}
