package io.ocmfed.runtime.store;

import io.ocmfed.runtime.web.Failure;
import java.time.Instant;

/**
 * What an OcmInvite asks, and what came of it.
 *
 * @param expiresAt Issue only
 * @param maxAcceptances Issue only; 0 is without bound
 * @param reacceptAt Accept only; a new value tries again
 * @param acceptanceId the last one that this declaration made; Accept only
 * @param everConnected whether this token ever connected
 * @param failure what only a person can mend; else null
 * @param deletedAt since when it is only a memory; null while declared
 */
public record DeclaredInvite(
    String name,
    String uid,
    long generation,
    String domain,
    InviteType type,
    String userId,
    String tokenHash,
    Instant expiresAt,
    int maxAcceptances,
    String reacceptAt,
    String acceptanceId,
    boolean everConnected,
    Failure failure,
    Instant deletedAt)
    implements Declaration {

  /** With the acceptance that it made last. */
  public DeclaredInvite made(String acceptance) {
    return new DeclaredInvite(
        name,
        uid,
        generation,
        domain,
        type,
        userId,
        tokenHash,
        expiresAt,
        maxAcceptances,
        reacceptAt,
        acceptance,
        everConnected,
        null,
        deletedAt);
  }

  /** Connected now, or failed for good now. */
  public DeclaredInvite outcome(boolean connected, Failure because) {
    return new DeclaredInvite(
        name,
        uid,
        generation,
        domain,
        type,
        userId,
        tokenHash,
        expiresAt,
        maxAcceptances,
        reacceptAt,
        acceptanceId,
        everConnected || connected,
        because,
        deletedAt);
  }

  /** Only a memory from now on. */
  public DeclaredInvite deleted(Instant now) {
    return new DeclaredInvite(
        name,
        uid,
        generation,
        domain,
        type,
        userId,
        tokenHash,
        expiresAt,
        maxAcceptances,
        reacceptAt,
        acceptanceId,
        everConnected,
        failure,
        now);
  }
}
