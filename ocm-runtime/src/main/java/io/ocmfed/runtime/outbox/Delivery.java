package io.ocmfed.runtime.outbox;

import io.ocmfed.runtime.peer.Peer;
import io.ocmfed.runtime.peer.PeerCalls;
import io.ocmfed.runtime.peer.PeerDirectory;
import io.ocmfed.runtime.store.MessageKind;
import io.ocmfed.runtime.store.OutboxEntry;
import io.ocmfed.runtime.store.Store;
import io.ocmfed.runtime.trace.TraceParent;
import io.ocmfed.runtime.web.FailureException;
import io.ocmfed.runtime.web.RequestId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Takes one message that is due, sends it, and has recorded what came of it. Each step is a
 * transaction of its own or a call without one; a process that dies between any two leaves a lease
 * that runs out, and the message goes again.
 */
public final class Delivery {

  /** How long a lane stays with a process that says nothing; one that lives renews in time. */
  static final Duration LEASE = Duration.ofSeconds(20);

  private static final Logger LOG = Logger.getLogger(Delivery.class);
  private static final Duration GIVE_UP = Duration.ofDays(30);
  private static final int AT_ONCE = 100;

  private final Store store;
  private final PeerDirectory peers;
  private final PeerCalls calls;
  private final Outcomes outcomes;
  private final Clock clock;
  private final Map<MessageKind, Courier> couriers = new EnumMap<>(MessageKind.class);

  public Delivery(
      Store store,
      PeerDirectory peers,
      PeerCalls calls,
      Schedule schedule,
      Clock clock,
      Collection<Courier> couriers) {
    this.store = store;
    this.peers = peers;
    this.calls = calls;
    this.outcomes = new Outcomes(store, schedule, clock);
    this.clock = clock;
    couriers.forEach(courier -> courier.kinds().forEach(kind -> this.couriers.put(kind, courier)));
  }

  /**
   * Leases the lane of a message that is due.
   *
   * @param owner unique for this attempt
   */
  public Optional<OutboxEntry> claim(String owner) {
    Instant now = clock.instant();
    return store.inTransaction(tx -> tx.outbox().claim(owner, now, now.plus(LEASE)));
  }

  /** Says that these attempts are still under way. */
  public void renew(Collection<String> owners) {
    Instant until = clock.instant().plus(LEASE);
    store.inTransaction(
        tx -> {
          tx.outbox().renew(owners, until);
          return null;
        });
  }

  /** Sends a message that was claimed, in the name of the request that it goes back to. */
  public void send(OutboxEntry entry, String owner) {
    RequestId.during(
        RequestId.accept(entry.requestId()),
        () -> TraceParent.during(entry.traceparent(), () -> deliver(entry, owner)));
  }

  /**
   * Gives up what could not be delivered for 30 days, wherever it stands in its lane.
   *
   * @return how many
   */
  public int giveUpOld() {
    Instant now = clock.instant();
    List<Long> old =
        store.inTransaction(tx -> tx.outbox().overdue(now.minus(GIVE_UP), now, AT_ONCE));
    int given = 0;
    for (long id : old) {
      boolean gone =
          store.inTransaction(
              tx -> {
                Optional<OutboxEntry> taken = tx.outbox().take(id, now);
                taken.ifPresent(entry -> outcomes.giveUp(tx, entry, couriers.get(entry.kind())));
                return taken.isPresent();
              });
      given += gone ? 1 : 0;
    }
    return given;
  }

  private void deliver(OutboxEntry entry, String owner) {
    Courier courier = couriers.get(entry.kind());
    Attempt attempt = new Attempt(entry, owner, courier, clock.instant());
    try {
      Peer peer = peers.discover(entry.domain());
      Optional<byte[]> json = compose(attempt, peer);
      if (json.isEmpty()) {
        return;
      }
      PeerCalls.Answer answer = calls.post(entry.domain(), entry.kind().path(), json.get());
      Classified classified = Answers.classify(entry.kind(), entry.domain(), peer.ocmfed(), answer);
      LOG.infof(
          "event=outbox.answer kind=%s peer=%s subject=%s status=%d meaning=%s attempt=%d",
          entry.kind(),
          entry.domain(),
          entry.subject(),
          answer.status(),
          classified.getClass().getSimpleName(),
          entry.attempts() + 1);
      outcomes.answered(attempt, peer, answer.status(), classified);
    } catch (FailureException unsent) {
      outcomes.notReached(attempt, unsent.failure());
    } catch (RuntimeException broken) {
      outcomes.broke(attempt, broken);
    }
  }

  private Optional<byte[]> compose(Attempt attempt, Peer peer) {
    OutboxEntry entry = attempt.entry();
    return store.inTransaction(
        tx -> {
          attempt.courier().lock(tx, entry);
          Optional<byte[]> composed = attempt.courier().compose(tx, entry, peer);
          if (composed.isEmpty()) {
            if (tx.outbox().holds(entry, attempt.owner())) {
              tx.outbox().remove(entry, clock.instant());
              // It was no probe after all; the next in line is.
              tx.outbox().closeCircuit(entry.domain(), clock.instant());
            } else {
              tx.outbox().release(entry, attempt.owner());
            }
          }
          return composed;
        });
  }

  /**
   * One attempt at a message.
   *
   * @param courier null is a bug: nobody carries that kind
   * @param begun when it was taken up
   */
  record Attempt(OutboxEntry entry, String owner, Courier courier, Instant begun) {}
}
