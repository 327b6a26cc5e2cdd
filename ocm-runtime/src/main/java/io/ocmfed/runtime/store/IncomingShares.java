package io.ocmfed.runtime.store;

import java.time.Instant;
import java.util.Optional;

/** Shares that our users received. */
public interface IncomingShares extends Shares<IncomingShare> {

  Optional<IncomingShare> byProviderId(String domain, String providerId);

  /**
   * By the provider's id and the hash of the secret, whoever the peer is: for unsigned messages.
   */
  Optional<IncomingShare> bySecret(String providerId, String secretHash);

  /** Notes since when the peer does not answer for a share; null while it does. */
  void unreachable(String id, Instant since);
}
