package io.ocmfed.runtime.invite;

import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.Ids;
import io.ocmfed.runtime.store.Invitation;
import io.ocmfed.runtime.store.Sha256;
import io.ocmfed.runtime.store.Store;
import io.ocmfed.runtime.store.TrailEntry;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** A user invites. The token is told once and kept as a hash. */
public final class IssueInvite {

  private static final Duration DEFAULT = Duration.ofHours(24);
  private static final Duration MOST = Duration.ofDays(30);

  private final Store store;
  private final String ownDomain;
  private final URI publicBase;
  private final Ids ids;
  private final Clock clock;

  public IssueInvite(Store store, String ownDomain, URI publicBase, Ids ids, Clock clock) {
    this.store = store;
    this.ownDomain = ownDomain;
    this.publicBase = publicBase;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * @param token only for the user
   * @param invite the invite string
   * @param link to a page that shows what to do with it
   */
  public record Issued(String token, String invite, String link, Instant expiresAt) {
    /** Without the token. */
    @Override
    public String toString() {
      return "Issued[until " + expiresAt + "]";
    }
  }

  /**
   * Issues an invitation that one remote user may accept.
   *
   * @param validFor zero for the default of a day; at most 30 days
   * @throws io.ocmfed.runtime.web.FailureException INVALID_REQUEST
   */
  public Issued issue(String userId, Duration validFor, String description) {
    if (validFor.isNegative() || validFor.compareTo(MOST) > 0) {
      throw Failure.client(Code.INVALID_REQUEST, "An invitation is valid for at most 30 days.")
          .toException();
    }
    String token = ids.newSecret();
    Instant now = clock.instant();
    Instant expiresAt = now.plus(validFor.isZero() ? DEFAULT : validFor);
    store.inTransaction(
        tx -> {
          long tick = tx.tick();
          Invitation offered =
              new Invitation(
                  Sha256.hex(token),
                  userId,
                  null,
                  null,
                  description,
                  expiresAt,
                  1,
                  now,
                  null,
                  tick,
                  tick);
          tx.invitations().save(offered);
          tx.trail().add(TrailEntry.of(offered, "offered", Cause.USER, now));
          return null;
        });
    return new Issued(
        token,
        InviteString.of(token, ownDomain),
        publicBase + "/ocm/invite?token=" + URLEncoder.encode(token, StandardCharsets.UTF_8),
        expiresAt);
  }
}
