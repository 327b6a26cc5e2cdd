package io.ocmfed.runtime.outbox;

import io.ocmfed.runtime.web.Failure;
import java.time.Instant;
import java.util.Optional;

/** What the answer to a message means. */
public sealed interface Classified {

  /**
   * Done.
   *
   * @param identity who invited; only for an accepted invitation
   */
  record Delivered(Optional<Identity> identity) implements Classified {}

  /** What the message rests on is over at the peer, for good. */
  record Over() implements Classified {}

  /**
   * The peer has decided against it.
   *
   * @param certain false when the peer may all the same have done it, as an unexplained 409 says
   */
  record Refused(Failure failure, boolean certain) implements Classified {}

  /**
   * No decision; the same message again, not before the time if there is one.
   *
   * @param peerWide whether the answer is about the peer and not about the message: others need not
   *     be tried now
   */
  record Again(Failure failure, Optional<Instant> notBefore, boolean peerWide)
      implements Classified {}

  /**
   * The user behind an invitation, as the peer tells: {@code userID}, {@code email}, {@code name}.
   */
  record Identity(String userId, String mail, String name) {}
}
