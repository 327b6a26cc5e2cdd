package io.ocmfed.runtime.peer;

import io.ocmfed.runtime.web.Failure;

/** Who sent an inbound OCM message, as far as its signature tells. */
public sealed interface Sender {

  /** A valid signature by a key of that domain, which a trust names. */
  record Signed(String domain, String keyId) implements Sender {}

  /** No signature with tag {@code ocm}. */
  record Unsigned() implements Sender {}

  /** A signature that failed a check: SIGNATURE_INVALID, PEER_UNTRUSTED or PEER_UNREACHABLE. */
  record Rejected(Failure failure) implements Sender {}
}
