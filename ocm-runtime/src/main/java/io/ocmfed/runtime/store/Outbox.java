package io.ocmfed.runtime.store;

import io.ocmfed.runtime.web.Code;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Messages that are owed to peers, in lanes. A lane is sent by one worker at a time, which holds it
 * by a lease; no row is locked while a message is under way.
 */
public interface Outbox {

  void add(OutboxEntry entry);

  /**
   * Takes the head of a lane that is due, and leases the lane. A peer whose circuit is open is
   * passed over, and when its time is over only one lane probes it.
   */
  Optional<OutboxEntry> claim(String owner, Instant now, Instant leaseUntil);

  /** Whether the owner still holds the lane of the entry; keeps others out until the end. */
  boolean holds(OutboxEntry entry, String owner);

  /** The message is dealt with. */
  void remove(OutboxEntry entry, Instant now);

  /** Writes a postponed entry and frees its lane. */
  void postpone(OutboxEntry entry);

  /** Drops messages of these kinds about the subject. */
  void cancel(Set<MessageKind> kinds, String subject, Instant now);

  Optional<OutboxEntry> of(MessageKind kind, String subject);

  /**
   * Makes what waits for the peer due now.
   *
   * @param becauseOf only entries that last failed so; null is all
   * @return how many
   */
  int awaken(String domain, Set<Code> becauseOf, Instant now);

  /** When the next lane is due; empty when none waits. */
  Optional<Instant> nextDue(Instant now);

  /** How much is owed to each peer. */
  List<Owed> owed();

  /** The peer did not answer: nobody sends to it until then, but one probe after. */
  void openCircuit(String domain, int failures, Instant until, Instant now);

  /** How often in a row the peer did not answer. */
  int failures(String domain);

  /** The peer lives. True when it was thought dead. */
  boolean closeCircuit(String domain, Instant now);

  /**
   * @param oldest when the oldest was written
   */
  record Owed(String domain, int depth, Instant oldest) {
    public Duration age(Instant now) {
      return Duration.between(oldest, now);
    }
  }
}
