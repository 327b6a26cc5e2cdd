package io.ocmfed.runtime.share;

import java.net.URI;
import java.time.Instant;
import java.util.Set;

/** What WebDAV needs to know of shares. */
public interface SharedAccess {

  /**
   * The resource behind an outgoing share, if the secret is right, the share lives and its users
   * are connected.
   *
   * @throws io.ocmfed.runtime.web.FailureException UNAUTHENTICATED when id or secret are wrong
   *     (which of them is not said), SHARE_ENDED when it was revoked, declined, expired or disputed
   */
  Shared bySecret(String shareId, String secret);

  /**
   * A share that a local user received and has not declined.
   *
   * @throws io.ocmfed.runtime.web.FailureException RESOURCE_NOT_FOUND, SHARE_ENDED
   */
  Received received(String userId, String shareId);

  /** Notes whether the peer answered for a received share, for lists to show. */
  void answered(String shareId, boolean reachable, Instant at);

  /** The peer refused access to a received share: whether it still holds it is worth asking. */
  void refused(String shareId, Instant at);

  /**
   * @param resource absolute within the owner's files
   * @param permissions words of the wire: read, write, share
   */
  record Shared(
      String shareId,
      String ownerUserId,
      String resource,
      boolean folder,
      Set<String> permissions) {}

  /**
   * @param uri absolute WebDAV address of the resource at the peer
   * @param sharedSecret never logged
   */
  record Received(
      String shareId, String domain, URI uri, String sharedSecret, String name, boolean folder) {}
}
