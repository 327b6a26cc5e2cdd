package io.ocmfed.runtime.store;

import io.ocmfed.runtime.web.Failure;
import java.time.Instant;
import java.util.Set;

/**
 * A share by one of our users.
 *
 * @param id also the {@code providerId} on the wire
 * @param ownerName display name of the local user, as the peer is told
 * @param resource absolute within the owner's files
 * @param size bytes; 0 for a folder
 * @param expiresAt null is without end
 * @param reason why it ended, in words of the admin API; else null
 * @param acceptanceId what it rests on, and ends with
 * @param sealedSecret encrypted; null once the end is confirmed
 * @param sent whether it may have reached the peer
 * @param declared name of its declaration; null when a user made it
 */
public record OutgoingShare(
    String id,
    String domain,
    String localUser,
    String remoteUser,
    String ownerName,
    String resource,
    String name,
    boolean folder,
    long size,
    Set<String> permissions,
    Instant expiresAt,
    Instant createdAt,
    OutgoingState state,
    String reason,
    String acceptanceId,
    String secretHash,
    String sealedSecret,
    boolean sent,
    String declared,
    Failure failure,
    Instant endedAt) {

  public boolean expired(Instant now) {
    return expiresAt != null && !now.isBefore(expiresAt);
  }

  /** Moves on; a state that is not open is an end. */
  public OutgoingShare to(OutgoingState next, String why, Failure because, Instant now) {
    return copy(next, why, sealedSecret, sent, because, next.open() ? null : now);
  }

  /** About to leave. */
  public OutgoingShare leaving() {
    return copy(state, reason, sealedSecret, true, failure, endedAt);
  }

  /** Not delivered yet, and why. */
  public OutgoingShare waiting(Failure because) {
    return copy(state, reason, sealedSecret, sent, because, endedAt);
  }

  /** The peer knows that it ended: the secret is not needed any more. */
  public OutgoingShare withoutSecret() {
    return copy(state, reason, null, sent, failure, endedAt);
  }

  private OutgoingShare copy(
      OutgoingState next, String why, String sealed, boolean left, Failure because, Instant end) {
    return new OutgoingShare(
        id,
        domain,
        localUser,
        remoteUser,
        ownerName,
        resource,
        name,
        folder,
        size,
        permissions,
        expiresAt,
        createdAt,
        next,
        why,
        acceptanceId,
        secretHash,
        sealed,
        left,
        declared,
        because,
        end);
  }
}
