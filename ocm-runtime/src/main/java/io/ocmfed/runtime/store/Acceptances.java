package io.ocmfed.runtime.store;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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

  /** Ids of those that stand with a peer which knows them by these ids. */
  List<String> comparable(String domain);

  /** Those with a peer that have one of these ids, in any state, tombstones as well. */
  List<Acceptance> among(String domain, Collection<String> ids);

  /** Standing ones that are disputed since before, the oldest first. */
  List<Acceptance> disputedBefore(Instant before, int limit);

  /** How many standing ones are disputed, by peer; peers with none are left out. */
  Map<String, Integer> disputed();

  void add(Removal removal);

  List<Removal> removals(String domain, String localUser, String remoteUser);
}
