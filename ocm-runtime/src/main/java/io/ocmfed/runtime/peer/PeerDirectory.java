package io.ocmfed.runtime.peer;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Discovery documents and keys of trusted peers, cached; and what we know of their health. */
public interface PeerDirectory {

  /**
   * The peer's discovery document, from the cache while fresh: one hour, a useless answer one
   * minute, none at all half a second.
   *
   * @throws io.ocmfed.runtime.web.FailureException PEER_UNTRUSTED, PEER_UNREACHABLE,
   *     PEER_INCOMPATIBLE, with origin {@code peer:<domain>}
   */
  Peer discover(String domain);

  /**
   * Asks anew, whatever is cached, and a peer that signs for its keys as well. Keys that were known
   * stay good when they cannot be read now.
   *
   * @throws io.ocmfed.runtime.web.FailureException as {@link #discover}
   */
  Peer refresh(String domain);

  /** What is known without asking. */
  Health health(String domain);

  /**
   * How far the peer's clock is ahead of ours, as this process last saw it in an answer or a
   * signature; negative when it is behind, empty when it saw none. Good to about a second.
   */
  default Optional<Duration> clockSkew(String domain) {
    return Optional.empty();
  }

  /**
   * @param peer last good discovery document
   * @param failure why the last contact failed; empty when it worked or none was tried
   * @param keyIds key ids last seen in its JWK set
   * @param lastContact last time it answered anything, or sent us something authenticated; null
   *     when never
   * @param trustsUs whether the last answer says that it takes messages from us; empty when unknown
   */
  record Health(
      Optional<Peer> peer,
      Optional<io.ocmfed.runtime.web.Failure> failure,
      List<String> keyIds,
      Instant lastContact,
      Optional<Boolean> trustsUs) {}
}
