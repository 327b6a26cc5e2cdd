package io.ocmfed.runtime.store;

import java.time.Instant;
import java.util.Set;

/**
 * A share that one of our users received.
 *
 * @param providerId the peer's id of it; unique with the domain
 * @param uri absolute WebDAV address at the peer
 * @param payloadHash SHA-256 of what was received, to tell a repetition from another share
 * @param acceptanceId what it rests on; null from servers that do not know ids
 * @param declared name of the declaration that matched it; else null
 * @param unreachableSince since when the peer does not answer for it; null while it does
 */
public record IncomingShare(
    String id,
    String domain,
    String providerId,
    String localUser,
    String remoteUser,
    String remoteName,
    String name,
    boolean folder,
    long size,
    Set<String> permissions,
    String uri,
    String secretHash,
    String sealedSecret,
    String payloadHash,
    Instant expiresAt,
    Instant createdAt,
    IncomingState state,
    String reason,
    String acceptanceId,
    String declared,
    Instant unreachableSince,
    Instant endedAt) {

  /** The record of a share that the peer took back before it reached us. */
  public static IncomingShare tombstone(
      String id, String domain, String providerId, String localUser, Instant now) {
    return new IncomingShare(
        id,
        domain,
        providerId,
        localUser,
        "",
        null,
        "",
        false,
        0,
        Set.of(),
        "",
        "",
        null,
        "",
        null,
        now,
        IncomingState.UNSHARED,
        "Unshared",
        null,
        null,
        null,
        now);
  }

  public boolean expired(Instant now) {
    return expiresAt != null && !now.isBefore(expiresAt);
  }

  /** Moves on; a state that is not open is an end. */
  public IncomingShare to(IncomingState next, String why, Instant now) {
    return copy(next, why, sealedSecret, declared, next.open() ? null : now);
  }

  /** Matched by a declaration, or let go of by it when null. */
  public IncomingShare boundTo(String declaration) {
    return copy(state, reason, sealedSecret, declaration, endedAt);
  }

  /** The peer knows that it ended: the secret is not needed any more. */
  public IncomingShare withoutSecret() {
    return copy(state, reason, null, declared, endedAt);
  }

  private IncomingShare copy(
      IncomingState next, String why, String sealed, String bound, Instant end) {
    return new IncomingShare(
        id,
        domain,
        providerId,
        localUser,
        remoteUser,
        remoteName,
        name,
        folder,
        size,
        permissions,
        uri,
        secretHash,
        sealed,
        payloadHash,
        expiresAt,
        createdAt,
        next,
        why,
        acceptanceId,
        bound,
        unreachableSince,
        end);
  }
}
