package io.ocmfed.runtime.store;

import io.ocmfed.runtime.web.Failure;
import java.time.Instant;
import java.util.Locale;

/**
 * One thing that happened to a connection, or to what it came from or carries. Holds no secrets.
 *
 * @param id the order; 0 before it is stored
 * @param subject id of the acceptance or share; of an invitation the hash of its token
 * @param connection id of the acceptance; null for an invitation
 * @param what a word for it, as in {@link Event}
 * @param cause who or what was behind it; null for what this server met by itself
 * @param byWhom the user, the declaration, or the user of the peer; null where the cause says all
 * @param detail the name of what is shared, or the message; null when there is nothing to add
 * @param failure why, with what to do about it; null when nothing failed
 * @param requestId of the request that did it; null before it is stored
 */
public record TrailEntry(
    long id,
    Instant at,
    About about,
    String subject,
    String connection,
    String what,
    Cause cause,
    String byWhom,
    String detail,
    Failure failure,
    String requestId) {

  /** What it happened to. */
  public enum About {
    /** An invitation that was issued here. */
    INVITATION,
    /** The acceptance itself. */
    CONNECTION,
    /** A share that rests on it and was sent. */
    OUTGOING_SHARE,
    /** A share that rests on it and was received. */
    INCOMING_SHARE,
    /** A message about any of them. */
    DELIVERY;

    /** As on the wire. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public static TrailEntry of(Acceptance one, String what, Cause cause, Instant now) {
    return new TrailEntry(
        0,
        now,
        About.CONNECTION,
        one.id(),
        one.id(),
        what,
        cause,
        whom(cause, one.localUser(), one.declared(), one.remoteUser(), one.domain()),
        null,
        one.failure(),
        null);
  }

  public static TrailEntry of(OutgoingShare share, String what, Cause cause, Instant now) {
    return new TrailEntry(
        0,
        now,
        About.OUTGOING_SHARE,
        share.id(),
        share.acceptanceId(),
        what,
        cause,
        whom(cause, share.localUser(), share.declared(), share.remoteUser(), share.domain()),
        share.name(),
        share.failure(),
        null);
  }

  public static TrailEntry of(IncomingShare share, String what, Cause cause, Instant now) {
    return new TrailEntry(
        0,
        now,
        About.INCOMING_SHARE,
        share.id(),
        share.acceptanceId(),
        what,
        cause,
        whom(cause, share.localUser(), share.declared(), share.remoteUser(), share.domain()),
        share.name(),
        null,
        null);
  }

  public static TrailEntry of(Invitation one, String what, Cause cause, Instant now) {
    return new TrailEntry(
        0,
        now,
        About.INVITATION,
        one.tokenHash(),
        null,
        what,
        cause,
        whom(cause, one.userId(), one.declared(), null, null),
        one.description(),
        null,
        null);
  }

  /**
   * What came of a message.
   *
   * @param connection that it is about
   * @param failure null when it was taken
   */
  public static TrailEntry of(
      OutboxEntry message,
      String connection,
      String what,
      Cause cause,
      Failure failure,
      Instant now) {
    return new TrailEntry(
        0,
        now,
        About.DELIVERY,
        message.subject(),
        connection,
        what,
        cause,
        cause == Cause.PEER ? message.domain() : null,
        message.kind().name(),
        failure,
        null);
  }

  private static String whom(
      Cause cause, String localUser, String declared, String remoteUser, String domain) {
    return switch (cause) {
      case USER -> localUser;
      case OPERATOR -> declared;
      case PEER -> remoteUser == null ? domain : remoteUser + "@" + domain;
      case COMPARISON -> domain;
      case EXPIRY -> null;
    };
  }
}
