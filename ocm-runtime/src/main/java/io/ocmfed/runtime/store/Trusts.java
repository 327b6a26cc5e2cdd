package io.ocmfed.runtime.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Who we federate with. */
public interface Trusts {

  /** Also one that is deleted and still has something to tell. */
  Optional<TrustRecord> byDomain(String domain);

  Optional<TrustRecord> byName(String name);

  List<TrustRecord> all();

  /** Writes what is declared; leaves what was found out. */
  void declare(TrustRecord trust);

  /** Writes what a discovery found; leaves what is declared. */
  void found(TrustRecord trust);

  /** Notes what an answer of the peer says of its trust in us; true when that is news. */
  boolean mutual(String domain, boolean trustsUs, Instant now);

  /** Whether what is owed to the peer is late; {@link Delay#NONE} also when nobody trusts it. */
  Delay delay(String domain);

  void delayed(String domain, Delay delay);

  void delete(String name);

  /** Deleted, but kept to tell the peer. */
  void retire(String name, Instant now);

  /** Drops retired ones that owe nothing any more, or were retired before. */
  int dropRetired(Instant before);

  /**
   * Brings a peer's next discovery forward, to now or to so long after the last one.
   *
   * @return whether it did; not when it is due by then anyway, or nobody trusts that domain
   */
  boolean lookSoon(String domain, Instant now, Duration afterLast);

  /** One whose discovery is due; puts it off to the given time, so that nobody else takes it. */
  Optional<TrustRecord> takeDue(Instant now, Instant until);
}
