package io.ocmfed.operator.runtime;

import java.time.Instant;

/**
 * Body of {@code PUT /admin/v1/invites/{name}}.
 *
 * @param expiresAt Issue only
 * @param maxAcceptances Issue only; 0 is without bound
 * @param reacceptAt Accept only; any string
 */
public record InviteDeclaration(
    String uid,
    long generation,
    String domain,
    String type,
    String user,
    String token,
    Instant expiresAt,
    Integer maxAcceptances,
    String reacceptAt) {

  @Override
  public String toString() {
    return "InviteDeclaration[uid=%s, domain=%s, type=%s, user=%s]"
        .formatted(uid, domain, type, user);
  }
}
