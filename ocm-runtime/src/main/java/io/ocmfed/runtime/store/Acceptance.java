package io.ocmfed.runtime.store;

import io.ocmfed.runtime.web.Failure;
import java.time.Instant;

/**
 * One use of one invitation by one remote user (lifecycle.md).
 *
 * @param localUser null only in the tombstone of an id that ended before we knew it
 * @param remoteUser {@code userID} as the peer sent it, byte for byte; null until it did
 * @param tokenHash SHA-256 of the token, hex; null in a tombstone
 * @param sealedToken the token, encrypted, while it still has to be sent; else null
 * @param idShared whether the peer knows the id; servers of other kinds do not
 * @param disputedAt since when the peer does not know it; access is suspended
 * @param beganTick logical time of its beginning
 * @param sent whether a message that names it may have left
 * @param failure why it is not standing yet, or why it never stood; else null
 * @param declared name of the declaration that accepted; null when a user did, or the peer
 */
public record Acceptance(
    String id,
    String localUser,
    String remoteUser,
    String domain,
    String remoteName,
    String remoteMail,
    Party acceptedBy,
    String tokenHash,
    String sealedToken,
    boolean idShared,
    AcceptanceState state,
    Instant disputedAt,
    Instant createdAt,
    long beganTick,
    boolean sent,
    Instant establishedAt,
    Instant endedAt,
    Party endedBy,
    Cause cause,
    Failure failure,
    String declared) {

  /** An acceptance by one of our users, about to be sent. */
  public static Acceptance pending(
      String id,
      String localUser,
      String domain,
      String tokenHash,
      String sealedToken,
      String declared,
      long tick,
      Instant now) {
    return new Acceptance(
        id,
        localUser,
        null,
        domain,
        null,
        null,
        Party.LOCAL,
        tokenHash,
        sealedToken,
        true,
        AcceptanceState.PENDING,
        null,
        now,
        tick,
        false,
        null,
        null,
        null,
        null,
        null,
        declared);
  }

  /** An acceptance by a user of the peer. */
  public static Acceptance byPeer(
      String id,
      String localUser,
      Remote remote,
      String tokenHash,
      boolean idShared,
      long tick,
      Instant now) {
    return new Acceptance(
        id,
        localUser,
        remote.user(),
        remote.domain(),
        remote.name(),
        remote.mail(),
        Party.PEER,
        tokenHash,
        null,
        idShared,
        AcceptanceState.STANDING,
        null,
        now,
        tick,
        true,
        now,
        null,
        null,
        null,
        null,
        null);
  }

  /** The record of an id that the peer removed before it reached us. */
  public static Acceptance tombstone(String id, Remote remote, long tick, Instant now) {
    return new Acceptance(
        id,
        null,
        remote.user(),
        remote.domain(),
        null,
        null,
        Party.PEER,
        null,
        null,
        true,
        AcceptanceState.ENDED,
        null,
        now,
        tick,
        true,
        null,
        now,
        Party.PEER,
        Cause.PEER,
        null,
        null);
  }

  /** STANDING and not disputed: its users are connected. */
  public boolean connects() {
    return state == AcceptanceState.STANDING && disputedAt == null;
  }

  public boolean ended() {
    return state == AcceptanceState.ENDED;
  }

  /** Completed by the inviter's answer. */
  public Acceptance standing(Remote remote, boolean idKnown, Instant now) {
    return new Acceptance(
        id,
        localUser,
        remote.user(),
        domain,
        remote.name(),
        remote.mail(),
        acceptedBy,
        tokenHash,
        null,
        idKnown,
        AcceptanceState.STANDING,
        null,
        createdAt,
        beganTick,
        sent,
        now,
        null,
        null,
        null,
        null,
        declared);
  }

  /** Ended; what is ended already stays as it is. */
  public Acceptance ended(Party by, Cause why, Failure because, Instant now) {
    if (ended()) {
      return this;
    }
    return new Acceptance(
        id,
        localUser,
        remoteUser,
        domain,
        remoteName,
        remoteMail,
        acceptedBy,
        tokenHash,
        null,
        idShared,
        AcceptanceState.ENDED,
        disputedAt,
        createdAt,
        beganTick,
        sent,
        establishedAt,
        now,
        by,
        why,
        because,
        declared);
  }

  /**
   * The peer does not know it: access is suspended. One that is disputed already stays as it is.
   */
  public Acceptance disputed(Instant now) {
    return disputedAt != null ? this : with(now, sent, failure);
  }

  /** The peer knows it. */
  public Acceptance undisputed() {
    return with(null, sent, failure);
  }

  /** A message that names it is about to leave. */
  public Acceptance leaving() {
    return with(disputedAt, true, failure);
  }

  /** Still pending, and why. */
  public Acceptance waiting(Failure because) {
    return with(disputedAt, sent, because);
  }

  private Acceptance with(Instant since, boolean left, Failure because) {
    return new Acceptance(
        id,
        localUser,
        remoteUser,
        domain,
        remoteName,
        remoteMail,
        acceptedBy,
        tokenHash,
        sealedToken,
        idShared,
        state,
        since,
        createdAt,
        beganTick,
        left,
        establishedAt,
        endedAt,
        endedBy,
        cause,
        because,
        declared);
  }
}
