package io.ocmfed.runtime.outbox;

import io.ocmfed.runtime.outbox.Classified.Again;
import io.ocmfed.runtime.outbox.Classified.Refused;
import io.ocmfed.runtime.peer.Peer;
import io.ocmfed.runtime.peer.PeerCalls;
import io.ocmfed.runtime.peer.PeerDirectory;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.Comparisons;
import io.ocmfed.runtime.store.Event;
import io.ocmfed.runtime.store.EventKind;
import io.ocmfed.runtime.store.MessageKind;
import io.ocmfed.runtime.store.OutboxEntry;
import io.ocmfed.runtime.store.Store;
import io.ocmfed.runtime.store.TrustRecord;
import io.ocmfed.runtime.store.Tx;
import io.ocmfed.runtime.trace.TraceParent;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import io.ocmfed.runtime.web.FailureException;
import io.ocmfed.runtime.web.RequestId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Takes one message that is due, sends it, and records what came of it. Each step is a transaction
 * of its own or a call without one; a process that dies between any two leaves a lease that runs
 * out, and the message goes again.
 */
public final class Delivery {

  private static final Logger LOG = Logger.getLogger(Delivery.class);
  private static final Duration LEASE = Duration.ofSeconds(90);
  private static final Duration GIVE_UP = Duration.ofDays(30);
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

  private final Store store;
  private final PeerDirectory peers;
  private final PeerCalls calls;
  private final Schedule schedule;
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
    this.schedule = schedule;
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

  /** Sends a message that was claimed, in the name of the request that it goes back to. */
  public void send(OutboxEntry entry, String owner) {
    RequestId.during(
        RequestId.accept(entry.requestId()),
        () -> TraceParent.during(entry.traceparent(), () -> deliver(entry, owner)));
  }

  private void deliver(OutboxEntry entry, String owner) {
    Courier courier = couriers.get(entry.kind());
    try {
      Peer peer = peers.discover(entry.domain());
      Optional<byte[]> json =
          store.inTransaction(
              tx -> {
                Optional<byte[]> composed = courier.compose(tx, entry, peer);
                if (composed.isEmpty() && tx.outbox().holds(entry, owner)) {
                  tx.outbox().remove(entry, clock.instant());
                  // It was no probe after all; the next in line is.
                  tx.outbox().closeCircuit(entry.domain(), clock.instant());
                }
                return composed;
              });
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
      record(entry, owner, courier, peer, answer.status(), classified);
    } catch (FailureException unsent) {
      notReached(entry, owner, courier, unsent.failure());
    }
  }

  private void record(
      OutboxEntry entry,
      String owner,
      Courier courier,
      Peer peer,
      int status,
      Classified classified) {
    Instant now = clock.instant();
    store.inTransaction(
        tx -> {
          if (tx.outbox().closeCircuit(entry.domain(), now)) {
            tx.outbox().awaken(entry.domain(), Set.of(Code.PEER_UNREACHABLE), now);
            tx.comparisons().soon(entry.domain(), now, Comparisons.NOT_WITHIN);
          }
          learnTrust(tx, entry.domain(), status, classified, now);
          if (!tx.outbox().holds(entry, owner)) {
            return null;
          }
          switch (classified) {
            case Again again -> {
              Instant next = now.plus(schedule.undecided(entry.attempts()));
              Instant asked =
                  again
                      .notBefore()
                      .filter(at -> at.isAfter(next))
                      .map(at -> earlier(at, now.plus(LONGEST_RETRY_AFTER)))
                      .orElse(next);
              postpone(tx, entry, courier, again.failure(), false, asked, now);
            }
            case Refused refused when courier.waitsOut(tx, entry, refused.failure()) ->
                postpone(
                    tx,
                    entry,
                    courier,
                    refused.failure(),
                    true,
                    now.plus(
                        schedule.refused(
                            entry.attempts(), entry.refusedSince(), peer.ocmfed(), now)),
                    now);
            default -> {
              tx.outbox().remove(entry, now);
              courier.settled(tx, entry, peer, classified);
            }
          }
          return null;
        });
  }

  private static void learnTrust(
      Tx tx, String domain, int status, Classified classified, Instant now) {
    boolean taken = status >= 200 && status < 300;
    boolean refused =
        classified instanceof Refused(Failure failure, boolean certain)
            && failure.code() == Code.PEER_REFUSED;
    if ((taken || refused) && tx.trusts().mutual(domain, taken, now)) {
      String name = tx.trusts().byDomain(domain).map(TrustRecord::name).orElse(null);
      tx.events()
          .append(
              new Event(
                  0,
                  now,
                  EventKind.TRUST,
                  name,
                  null,
                  domain,
                  taken ? "mutual" : "not-mutual",
                  Cause.PEER));
    }
  }

  private void notReached(OutboxEntry entry, String owner, Courier courier, Failure failure) {
    Instant now = clock.instant();
    LOG.infof(
        "event=outbox.unsent kind=%s peer=%s subject=%s code=%s attempt=%d",
        entry.kind(), entry.domain(), entry.subject(), failure.code(), entry.attempts() + 1);
    store.inTransaction(
        tx -> {
          Instant next = now.plus(schedule.undecided(entry.attempts()));
          if (failure.code() == Code.PEER_UNREACHABLE) {
            int failures = tx.outbox().failures(entry.domain());
            next = now.plus(schedule.unreachable(failures));
            tx.outbox().openCircuit(entry.domain(), failures + 1, next, now);
          }
          if (tx.outbox().holds(entry, owner)) {
            postpone(tx, entry, courier, failure, false, next, now);
          }
          return null;
        });
  }

  private static void postpone(
      Tx tx,
      OutboxEntry entry,
      Courier courier,
      Failure failure,
      boolean refused,
      Instant next,
      Instant now) {
    Failure told =
        new Failure(
            failure.code(),
            failure.message(),
            failure.origin(),
            failure.operation(),
            failure.endpoint(),
            entry.attempts() + 1,
            entry.createdAt(),
            next);
    if (Duration.between(entry.createdAt(), now).compareTo(GIVE_UP) > 0) {
      tx.outbox().remove(entry, now);
      courier.givenUp(tx, entry, told);
      // What was lost with it, only a comparison finds.
      tx.comparisons().soon(entry.domain(), now, Comparisons.NOT_WITHIN);
    } else {
      tx.outbox().postpone(entry.postponed(told, refused, next, now));
      courier.postponed(tx, entry, told);
    }
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
