package io.ocmfed.runtime.peer;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who we federate with: default deny. Backed by the store, kept by the admin face. */
public interface TrustBook {

  /** The trust for a domain ({@code host[:port]}, lower case); empty when nobody named it. */
  Optional<Trust> find(String domain);

  /** All trusts, in no order. */
  List<Trust> all();

  /**
   * One OcmTrust, as far as the runtime needs it.
   *
   * @param domain the peer's OCM provider, {@code host[:port]}, lower case
   * @param caCertificate PEM of the CA that signs the peer's certificate; null for the system's
   * @param signaturesRequired false takes unsigned messages from peers that do not announce
   *     http-sig
   * @param permissions the most that may be granted, words of the wire
   * @param maxShareDuration the longest life of a share; null is without bound
   */
  record Trust(
      String domain,
      String caCertificate,
      boolean signaturesRequired,
      Traffic invites,
      Traffic shares,
      Set<String> permissions,
      Duration maxShareDuration) {}

  /** Which way something may go. */
  enum Traffic {
    BOTH,
    OUTGOING,
    INCOMING,
    NONE;

    public boolean outgoing() {
      return this == BOTH || this == OUTGOING;
    }

    public boolean incoming() {
      return this == BOTH || this == INCOMING;
    }
  }
}
