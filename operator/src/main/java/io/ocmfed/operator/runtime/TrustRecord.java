package io.ocmfed.operator.runtime;

import java.util.List;

/** What the runtime knows of a trust. */
public record TrustRecord(
    String name,
    String uid,
    long generation,
    String domain,
    Peer peer,
    Discovery discovery,
    String reachable,
    String mutual,
    int connections,
    Outbox outbox)
    implements Declared {

  /** From the peer's discovery document. */
  public record Peer(
      String displayName,
      String apiVersion,
      String endPoint,
      List<String> capabilities,
      List<String> keyIds) {}

  /**
   * How reading the discovery document went.
   *
   * @param state {@code Unknown}, {@code Ok} or {@code Failed}
   * @param failure why it failed; null otherwise
   */
  public record Discovery(String state, Failure failure) {}

  /** What is owed to the peer; {@code delayed} has hysteresis, the numbers move all the time. */
  public record Outbox(long depth, boolean delayed) {}
}
