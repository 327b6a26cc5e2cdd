package io.ocmfed.runtime.store;

import java.time.Instant;
import java.util.Set;

/**
 * What an OcmShare asks, and which share answers to it.
 *
 * @param resource Outgoing only
 * @param expiresAt Outgoing only; null is the most that the trust allows
 * @param matchName Incoming only
 * @param response Incoming only: Accept or Decline
 * @param shareId the share that it made or matched last; null when none
 * @param resourceName Outgoing only, with folder, size and ownerName: as last looked at
 * @param previousId the one that goes when the new one is there; else null
 */
public record DeclaredShare(
    String name,
    String uid,
    long generation,
    String domain,
    Direction direction,
    String localUser,
    String remoteUser,
    String resource,
    Set<String> permissions,
    Instant expiresAt,
    String matchName,
    String response,
    String shareId,
    String previousId,
    Instant createdAt,
    String resourceName,
    boolean folder,
    long size,
    String ownerName)
    implements Declaration {

  /** Answered by this share, instead of that. */
  public DeclaredShare answeredBy(String share, String previous) {
    return new DeclaredShare(
        name,
        uid,
        generation,
        domain,
        direction,
        localUser,
        remoteUser,
        resource,
        permissions,
        expiresAt,
        matchName,
        response,
        share,
        previous,
        createdAt,
        resourceName,
        folder,
        size,
        ownerName);
  }
}
