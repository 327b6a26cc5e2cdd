package io.ocmfed.runtime.store;

import java.util.List;
import java.util.Optional;

/** Acceptances and removals. */
public interface Acceptances {

  Optional<Acceptance> find(String id);

  void save(Acceptance acceptance);

  /** Of these two users, in any state, in the order they began. */
  List<Acceptance> ofPair(String domain, String localUser, String remoteUser);

  /** That use this token, in any state. */
  List<Acceptance> ofToken(String tokenHash);

  /** STANDING ones with this remote user. */
  List<Acceptance> standingWith(String domain, String remoteUser);

  /** PENDING or STANDING ones of a local user. */
  List<Acceptance> liveOf(String localUser);

  /** PENDING or STANDING ones with a peer. */
  List<Acceptance> liveWith(String domain);

  /** Made by a declaration, newest first, at most 100. */
  List<Acceptance> madeBy(String declaration);

  /**
   * In the order of ids, for listings. Tombstones are left out.
   *
   * @param domain null is any
   * @param localUser null is any
   * @param after id of the last one seen; empty for the first page
   */
  List<Acceptance> page(String domain, String localUser, String after, int limit);

  /** How many pairs of users are connected with the peer. */
  int connections(String domain);

  void add(Removal removal);

  List<Removal> removals(String domain, String localUser, String remoteUser);
}
