package io.ocmfed.runtime.peer;

import io.ocmfed.runtime.peer.signature.VerificationKey;
import java.time.Instant;
import java.util.Optional;

/** The public keys of peers. */
public interface PeerKeys {

  /**
   * The key with this id, asked for at the peer when it is not known.
   *
   * @return empty when the peer's JWK set, read just now, has no such key that we can use
   * @throws io.ocmfed.runtime.web.FailureException when the set cannot be had: PEER_UNTRUSTED,
   *     PEER_UNREACHABLE, PEER_INCOMPATIBLE, PEER_REFUSED
   */
  Optional<VerificationKey> find(String domain, String keyId);

  /** Notes that the domain sent us something authenticated. */
  void heardFrom(String domain);

  /** Notes when the domain says that it signed what we received just now. */
  default void signedAt(String domain, Instant created) {}
}
