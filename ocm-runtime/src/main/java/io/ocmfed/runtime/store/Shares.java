package io.ocmfed.runtime.store;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What is done with shares of either direction.
 *
 * @param <S> the record of a share
 */
public interface Shares<S> {

  Optional<S> find(String id);

  void save(S share);

  /** Writes the end of shares that ended together: their state, reason and time are the same. */
  default void saveEnded(Collection<S> together) {
    together.forEach(this::save);
  }

  /** Open ones that rest on the acceptance. */
  List<S> openUnder(String acceptanceId);

  /** Open ones of two users, oldest first. */
  List<S> openOfPair(String domain, String localUser, String remoteUser);

  /** Of one of our users, newest first; those that ended are left out. */
  List<S> openOf(String localUser);

  /** Open ones whose time is over. */
  List<S> expired(Instant now, int limit);

  /** Open ones that belong to no declaration, in the order of ids. */
  List<S> undeclared(String after, int limit);

  /** The owner's ids of those that both sides hold, as far as we know, with a peer. */
  List<String> comparable(String domain);

  /** Those with a peer that have one of these ids of the owner, in any state. */
  List<S> among(String domain, Collection<String> ids);

  /** Forgets the secrets of shares that rested on the acceptance and have ended. */
  void forgetSecrets(String acceptanceId);
}
