package io.ocmfed.runtime.store;

import io.ocmfed.runtime.web.Failure;
import java.time.Instant;

/**
 * A message that is owed to a peer, in its lane.
 *
 * @param id order within everything; 0 before it is stored
 * @param lane what must stay in order: peer and pair of users
 * @param subject id of what it is about
 * @param body JSON of what cannot be read from the subject; null when it can
 * @param attempts since the last reset
 * @param refusedSince since when the peer refuses it; null when it does not
 * @param failure of the last attempt; null when there was none
 * @param requestId of the request that it goes back to; null before it is stored
 * @param traceparent of that request (W3C Trace Context); null when it was in no trace
 */
public record OutboxEntry(
    long id,
    String lane,
    String domain,
    MessageKind kind,
    String subject,
    String body,
    Instant createdAt,
    Instant nextAt,
    int attempts,
    Instant refusedSince,
    Instant lastAttempt,
    Failure failure,
    String requestId,
    String traceparent) {

  /** A message to be sent now. */
  public static OutboxEntry of(
      String lane, String domain, MessageKind kind, String subject, String body, Instant now) {
    return new OutboxEntry(
        0, lane, domain, kind, subject, body, now, now, 0, null, null, null, null, null);
  }

  /** Tried without final answer. */
  public OutboxEntry postponed(Failure because, boolean refused, Instant next, Instant now) {
    return new OutboxEntry(
        id,
        lane,
        domain,
        kind,
        subject,
        body,
        createdAt,
        next,
        attempts + 1,
        refused ? (refusedSince == null ? now : refusedSince) : null,
        now,
        because,
        requestId,
        traceparent);
  }
}
