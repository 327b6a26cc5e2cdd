package io.ocmfed.operator.runtime;

import java.time.Instant;
import java.util.List;

/**
 * What the runtime knows of an invitation.
 *
 * @param state Issue: {@code Offered}, {@code Expired} or {@code Exhausted}; Accept: {@code
 *     Pending}, {@code Waiting}, {@code Connected}, {@code Disputed}, {@code Disconnected} or
 *     {@code Failed}
 * @param failure why it waits or failed; null otherwise
 */
public record InviteRecord(
    String name,
    String uid,
    long generation,
    String domain,
    String type,
    String user,
    String state,
    Instant expiresAt,
    Failure failure,
    Instant retryAt,
    List<Connection> connections)
    implements Declared {

  public InviteRecord {
    connections = connections == null ? List.of() : List.copyOf(connections);
  }

  /**
   * One acceptance.
   *
   * @param state {@code Pending}, {@code Standing}, {@code Disputed} or {@code Ended}
   * @param endedBy {@code Local} or {@code Peer}; null while it stands
   * @param cause {@code User}, {@code Operator}, {@code Peer}, {@code Expiry} or {@code Comparison}
   */
  public record Connection(
      String id,
      String remoteUser,
      String state,
      Instant establishedAt,
      Instant endedAt,
      String endedBy,
      String cause) {

    /** Whether the two users are connected by it. */
    public boolean standing() {
      return "Standing".equals(state);
    }

    /** Whether the peer does not know it. */
    public boolean disputed() {
      return "Disputed".equals(state);
    }

    /** Whether it has ended. */
    public boolean ended() {
      return "Ended".equals(state);
    }
  }
}
