package io.ocmfed.runtime.store;

import java.time.Instant;

/**
 * An invitation by one of our users. OFFERED until it is withdrawn, expires or is used up; the last
 * two follow from time and acceptances and are not stored.
 *
 * @param tokenHash SHA-256 of the token, hex
 * @param domain the only peer it is for; null is any trusted one
 * @param declared name of its declaration; null when a user made it
 * @param maxAcceptances distinct remote users; 0 is without bound
 * @param firstTick logical time of its first issue
 * @param offeredTick logical time at which it was last declared anew
 */
public record Invitation(
    String tokenHash,
    String userId,
    String domain,
    String declared,
    String description,
    Instant expiresAt,
    int maxAcceptances,
    Instant createdAt,
    Instant withdrawnAt,
    long firstTick,
    long offeredTick) {

  public boolean expired(Instant now) {
    return !now.isBefore(expiresAt);
  }

  /** No longer accepted; existing connections are not touched. */
  public Invitation withdrawn(Instant now) {
    return new Invitation(
        tokenHash,
        userId,
        domain,
        declared,
        description,
        expiresAt,
        maxAcceptances,
        createdAt,
        withdrawnAt == null ? now : withdrawnAt,
        firstTick,
        offeredTick);
  }

  /**
   * Whether an acceptance by this token counts as a use of it. One that was over before the
   * invitation was last declared anew does not: declaring it again offers it afresh.
   */
  public boolean counts(Acceptance use) {
    return use.acceptedBy() == Party.PEER && !(use.ended() && use.beganTick() < offeredTick);
  }
}
