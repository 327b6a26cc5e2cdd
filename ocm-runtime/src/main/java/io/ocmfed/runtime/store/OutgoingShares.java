package io.ocmfed.runtime.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Shares by our users. */
public interface OutgoingShares {

  Optional<OutgoingShare> find(String id);

  void save(OutgoingShare share);

  /** Open ones that rest on the acceptance. */
  List<OutgoingShare> openUnder(String acceptanceId);

  /** Open ones of two users. */
  List<OutgoingShare> openOfPair(String domain, String localUser, String remoteUser);

  /** Of one owner, newest first; those that ended are left out. */
  List<OutgoingShare> openOf(String localUser);

  /** Open ones whose time is over. */
  List<OutgoingShare> expired(Instant now, int limit);

  /** Open ones that nobody declared, in the order of ids. */
  List<OutgoingShare> undeclared(String after, int limit);

  /** Forgets the secrets of shares with these users that have ended. */
  void forgetSecrets(String domain, String localUser, String remoteUser);
}
