package io.ocmfed.operator.runtime;

import java.time.Instant;
import java.util.List;

/**
 * What the runtime knows of a share.
 *
 * @param name name of the declaring object; null when a user or the peer made it
 * @param state Outgoing: {@code Pending}, {@code Delivered}, {@code Accepted}, {@code Declined},
 *     {@code Revoked}, {@code Expired} or {@code Failed}; Incoming also {@code Received}
 * @param reason {@code NotConnected}, {@code Disputed}, {@code Unshared}, {@code Expired}, ... ;
 *     null when there is nothing to say
 * @param resource Outgoing only: path of what is shared
 */
public record ShareRecord(
    String name,
    String uid,
    long generation,
    String domain,
    String direction,
    String localUser,
    String remoteUser,
    String state,
    String reason,
    String shareId,
    String resource,
    String resourceName,
    String resourceType,
    Long sizeBytes,
    List<String> permissions,
    Instant expiresAt,
    Instant createdAt,
    boolean connectionFound,
    Failure failure)
    implements Declared {

  /** Whether the peer does not know the connection that the share rests on. */
  public boolean disputed() {
    return "Disputed".equals(reason);
  }

  public ShareRecord {
    permissions = permissions == null ? List.of() : List.copyOf(permissions);
  }
}
