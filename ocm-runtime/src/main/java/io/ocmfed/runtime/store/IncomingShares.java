package io.ocmfed.runtime.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Shares that our users received. */
public interface IncomingShares {

  Optional<IncomingShare> find(String id);

  Optional<IncomingShare> byProviderId(String domain, String providerId);

  /**
   * By the provider's id and the hash of the secret, whoever the peer is: for unsigned messages.
   */
  Optional<IncomingShare> bySecret(String providerId, String secretHash);

  void save(IncomingShare share);

  /** Open ones that rest on the acceptance. */
  List<IncomingShare> openUnder(String acceptanceId);

  /** Open ones of two users, oldest first. */
  List<IncomingShare> openOfPair(String domain, String localUser, String remoteUser);

  /** Of one recipient, newest first; those that ended are left out. */
  List<IncomingShare> openOf(String localUser);

  /** Open ones whose time is over. */
  List<IncomingShare> expired(Instant now, int limit);

  /** Open ones that no declaration matched, in the order of ids. */
  List<IncomingShare> undeclared(String after, int limit);

  /** Notes since when the peer does not answer for a share; null while it does. */
  void unreachable(String id, Instant since);

  /** Forgets the secrets of shares with these users that have ended. */
  void forgetSecrets(String domain, String localUser, String remoteUser);
}
