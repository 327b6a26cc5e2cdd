package io.ocmfed.runtime.web;

/**
 * The closed list of error codes that every face of the runtime uses. {@code docs/errors.md}
 * explains each with cause and remedy.
 */
public enum Code {
  /** No gateway endpoint answered within the wait. */
  GATEWAY_UNAVAILABLE(503, true),
  /** No ocm endpoint answered within the wait; said by the graph role. */
  OCM_UNAVAILABLE(503, true),
  /** Connecting to the peer failed: connect, TLS, DNS or timeout, or it answered 5xx. */
  PEER_UNREACHABLE(502, true),
  /** The peer answered 401 or 403; usually we are not in its trust list. */
  PEER_REFUSED(502, true),
  /** The peer answered something that no version of the protocol allows, or speaks none we know. */
  PEER_INCOMPATIBLE(502, true),
  /** No OcmTrust names that domain. */
  PEER_UNTRUSTED(403, false),
  /** A signature is missing where it is required, or one of its checks failed. */
  SIGNATURE_INVALID(401, false),
  /** The token was never issued here, or is withdrawn or void for this user. */
  INVITE_UNKNOWN(400, false),
  /** The invitation has expired. */
  INVITE_EXPIRED(400, false),
  /** The invitation was used by others as often as it allows. */
  INVITE_EXHAUSTED(409, false),
  /** The users are connected already. */
  ALREADY_CONNECTED(409, false),
  /** The two users have no connection, or it has ended. */
  NOT_CONNECTED(404, false),
  /** There is no such user here. */
  USER_UNKNOWN(404, false),
  /** There is no such file, folder, share, invitation or record. */
  RESOURCE_NOT_FOUND(404, false),
  /** A peer addressed a share to somebody who is not here. */
  RECIPIENT_NOT_FOUND(400, false),
  /** More than the trust allows: direction, permissions or duration. */
  EXCEEDS_TRUST(422, false),
  /** The share was revoked, declined or has expired. */
  SHARE_ENDED(410, false),
  /** Share type, resource type, protocol or requirement that this server does not support. */
  UNSUPPORTED(501, false),
  /** The request cannot be understood; the sentence names the field. */
  INVALID_REQUEST(400, false),
  /** Login or token missing or wrong. */
  UNAUTHENTICATED(401, false),
  /** Another object claims the same thing, or the same key came with other content. */
  CONFLICT(409, false),
  /** A lower generation than the one recorded. Admin only. */
  OUTDATED(409, false),
  /** The pushed endpoint table is older than the applied one. Admin only. */
  ENDPOINTS_STALE(409, false),
  /** The same peer asks too often; it says when to ask again. */
  THROTTLED(429, true),
  /** The event cursor has been compacted; list again. Admin only. */
  CURSOR_COMPACTED(410, false),
  /** The database does not answer. */
  STORE_UNAVAILABLE(503, true),
  /** A bug; the request id leads to the log. */
  INTERNAL(500, false);

  private final int status;
  private final boolean retryable;

  Code(int status, boolean retryable) {
    this.status = status;
    this.retryable = retryable;
  }

  /** The HTTP status that goes with this code where a face does not prescribe another. */
  public int status() {
    return status;
  }

  /** Whether the same request may succeed later without anybody changing anything. */
  public boolean retryable() {
    return retryable;
  }
}
