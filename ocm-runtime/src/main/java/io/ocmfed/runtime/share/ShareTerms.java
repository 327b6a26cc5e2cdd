package io.ocmfed.runtime.share;

import io.ocmfed.runtime.peer.TrustBook.Trust;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/** What a trust lets a share of ours be. */
public final class ShareTerms {

  private ShareTerms() {}

  /**
   * When the share ends: as asked, or the latest that the trust allows; null is never.
   *
   * @throws io.ocmfed.runtime.web.FailureException EXCEEDS_TRUST, INVALID_REQUEST
   */
  public static Instant check(
      Trust trust, Set<String> permissions, Instant expiresAt, Instant createdAt, Instant now) {
    if (!trust.shares().outgoing()) {
      throw exceeds("The trust of " + trust.domain() + " does not let us share with it.");
    }
    if (permissions.isEmpty()) {
      throw Failure.client(Code.INVALID_REQUEST, "Permissions are missing: read, write, share.")
          .toException();
    }
    Set<String> tooMuch = new TreeSet<>(permissions);
    tooMuch.removeAll(trust.permissions());
    if (!tooMuch.isEmpty()) {
      throw exceeds(
          "The trust of "
              + trust.domain()
              + " does not allow "
              + String.join(", ", tooMuch)
              + ", only "
              + String.join(", ", new TreeSet<>(trust.permissions()))
              + ".");
    }
    if (expiresAt != null && !expiresAt.isAfter(now)) {
      throw Failure.client(Code.INVALID_REQUEST, "The end of the share is in the past.")
          .toException();
    }
    if (trust.maxShareDuration() == null) {
      return expiresAt;
    }
    Instant latest = createdAt.plus(trust.maxShareDuration());
    if (expiresAt == null) {
      return latest;
    }
    // A minute of grace: who asks for exactly the most may have a clock of his own.
    if (expiresAt.isAfter(now.plus(trust.maxShareDuration()).plusSeconds(60))) {
      throw exceeds("The trust of " + trust.domain() + " allows no share beyond " + latest + ".");
    }
    return expiresAt;
  }

  private static RuntimeException exceeds(String message) {
    return Failure.client(Code.EXCEEDS_TRUST, message).toException();
  }
}
