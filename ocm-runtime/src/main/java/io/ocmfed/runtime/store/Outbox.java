package io.ocmfed.runtime.store;

import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Messages that are owed to peers, in lanes. A lane is sent by one worker at a time, which holds it
 * by a lease; no row is locked while a message is under way.
 */
public interface Outbox {

  default void add(OutboxEntry entry) {
    addAll(List.of(entry));
  }

  /** In that order. */
  void addAll(List<OutboxEntry> entries);

  /**
   * Takes the head of a lane that is due, and leases the lane. A peer whose circuit is open is
   * passed over, and when its time is over only one lane probes it.
   */
  Optional<OutboxEntry> claim(String owner, Instant now, Instant leaseUntil);

  /**
   * Whether the owner still holds the lane of the entry, and the entry is still owed; keeps others
   * out until the end.
   */
  boolean holds(OutboxEntry entry, String owner);

  /** Frees the lane of an entry that is not owed any more, if the owner holds it still. */
  void release(OutboxEntry entry, String owner);

  /** Whoever sends is alive: prolongs the leases of these owners. */
  void renew(Collection<String> owners, Instant leaseUntil);

  /** The message is dealt with. */
  void remove(OutboxEntry entry, Instant now);

  /** Writes a postponed entry and frees its lane. */
  void postpone(OutboxEntry entry);

  /**
   * The message could not be made, or its answer not be recorded.
   *
   * @return since when that is so
   */
  Instant broken(OutboxEntry entry, Instant now);

  /** Takes a message that can never be sent out of its lane, and frees the lane. */
  void setAside(OutboxEntry entry, Failure failure, Instant now);

  /** How many messages were set aside, for each peer that has any. */
  Map<String, Integer> setAside();

  /** Ids of messages that are older, oldest first, and that nobody is sending. */
  List<Long> overdue(Instant createdBefore, Instant now, int limit);

  /**
   * Takes a message out, to be given up.
   *
   * @return empty when it is gone, or is being sent
   */
  Optional<OutboxEntry> take(long id, Instant now);

  /** Drops messages of these kinds about the subjects. */
  void cancel(Set<MessageKind> kinds, Collection<String> subjects, Instant now);

  /** Drops messages with that body which come after the entry in its lane. */
  void cancelAfter(OutboxEntry entry, String body);

  Optional<OutboxEntry> of(MessageKind kind, String subject);

  /**
   * Makes what waits for the peer due now.
   *
   * @param becauseOf only entries that last failed so; null is all, and they begin anew with their
   *     pauses
   * @return how many
   */
  int awaken(String domain, Set<Code> becauseOf, Instant now);

  /** When the next lane is due; empty when none waits. */
  Optional<Instant> nextDue(Instant now);

  /** How much is owed to each peer. */
  List<Owed> owed();

  /** The peer did not answer: nobody sends to it until then, but one probe after. */
  void openCircuit(String domain, int failures, Instant until, Instant now);

  /** The circuit of a peer that did not answer; keeps others from it until the end. */
  Optional<Circuit> circuit(String domain);

  /** How often in a row the peer did not answer. */
  int failures(String domain);

  /** The peer lives. True when it was thought dead. */
  boolean closeCircuit(String domain, Instant now);

  /**
   * @param failures in a row
   * @param failedAt when the last was noted
   * @param openUntil nobody sends before
   */
  record Circuit(int failures, Instant failedAt, Instant openUntil) {

    /** An attempt that had begun before the last failure was noted tells nothing new. */
    public boolean covers(Instant begun) {
      return failedAt != null && !begun.isAfter(failedAt);
    }
  }

  /**
   * @param oldest when the oldest was written
   */
  record Owed(String domain, int depth, Instant oldest) {
    public Duration age(Instant now) {
      return Duration.between(oldest, now);
    }
  }
}
