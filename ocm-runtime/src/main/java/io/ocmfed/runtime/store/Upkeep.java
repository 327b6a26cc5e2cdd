package io.ocmfed.runtime.store;

import java.time.Instant;
import java.util.Collection;

/**
 * How long records of what is over are kept (lifecycle.md): until the peer has confirmed, and 30
 * days have passed, and nothing could begin again for want of them.
 */
public interface Upkeep {

  /** The peer is owed the news that these acceptances are over. */
  void unconfirmed(Collection<String> acceptanceIds, Instant now);

  /** The peer knows that these acceptances are over. */
  void confirmed(Collection<String> acceptanceIds);

  /** Writes into the trail which invitations have expired since the last time. */
  int noteExpired(Instant now, int limit);

  /**
   * Deletes, at most so many of each kind: ended shares; then ended acceptances on which no share
   * rests, with their trail; invitations that nobody can accept or refers to; removals that void
   * nothing any more; messages set aside.
   *
   * @param endedBefore what ended later stays
   * @return how many records
   */
  int forget(Instant endedBefore, Instant now, int limit);
}
