package io.ocmfed.runtime.store;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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

  /**
   * OCM addresses of those who have used it.
   *
   * @param acceptances by this token, in any state
   */
  public Set<String> users(List<Acceptance> acceptances) {
    return acceptances.stream()
        .filter(this::counts)
        .map(use -> use.remoteUser() + "@" + use.domain())
        .collect(Collectors.toSet());
  }

  /** Whether as many distinct users have used it as may; they themselves are always welcome. */
  public boolean exhausted(List<Acceptance> acceptances) {
    return maxAcceptances > 0 && users(acceptances).size() >= maxAcceptances;
  }
}
