package io.ocmfed.runtime.outbox;

import io.ocmfed.runtime.outbox.Classified.Again;
import io.ocmfed.runtime.outbox.Classified.Refused;
import io.ocmfed.runtime.outbox.Delivery.Attempt;
import io.ocmfed.runtime.peer.Peer;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.Event;
import io.ocmfed.runtime.store.EventKind;
import io.ocmfed.runtime.store.MessageKind;
import io.ocmfed.runtime.store.Outbox;
import io.ocmfed.runtime.store.OutboxEntry;
import io.ocmfed.runtime.store.Store;
import io.ocmfed.runtime.store.TrailEntry;
import io.ocmfed.runtime.store.TrustRecord;
import io.ocmfed.runtime.store.Tx;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import io.ocmfed.runtime.web.RequestId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** Records what came of an attempt at a message. */
final class Outcomes {

  private static final Logger LOG = Logger.getLogger(Outcomes.class);
  private static final Duration GIVE_UP = Duration.ofDays(30);

  /** A mounted key may lag behind by a minute and a half; what lasts longer lasts for ever. */
  private static final Duration BROKEN_FOR = Duration.ofMinutes(10);

  /** A message that was answered so more often is no sign any more that the whole peer is down. */
  private static final int TELLING_ATTEMPTS = 3;

  private final Store store;
  private final Schedule schedule;
  private final Clock clock;

  Outcomes(Store store, Schedule schedule, Clock clock) {
    this.store = store;
    this.schedule = schedule;
    this.clock = clock;
  }

  /** The peer, or something in front of it, has answered. */
  void answered(Attempt attempt, Peer peer, int status, Classified classified) {
    OutboxEntry entry = attempt.entry();
    Courier courier = attempt.courier();
    Instant now = clock.instant();
    store.inTransaction(
        tx -> {
          courier.lock(tx, entry);
          health(tx, attempt, classified, now);
          learnTrust(tx, entry.domain(), status, classified, now);
          if (!tx.outbox().holds(entry, attempt.owner())) {
            tx.outbox().release(entry, attempt.owner());
            return null;
          }
          switch (classified) {
            case Again again ->
                postpone(tx, attempt, again.failure(), false, schedule.next(entry, again, now));
            case Refused refused when courier.waitsOut(tx, entry, refused.failure()) ->
                postpone(
                    tx,
                    attempt,
                    refused.failure(),
                    true,
                    now.plus(
                        schedule.refused(
                            entry.attempts(), entry.refusedSince(), peer.ocmfed(), now)));
            default -> {
              tx.outbox().remove(entry, now);
              trail(tx, attempt, classified, now);
              courier.settled(tx, entry, peer, classified);
            }
          }
          return null;
        });
  }

  /** What the answer says of the peer as a whole. */
  private void health(Tx tx, Attempt attempt, Classified classified, Instant now) {
    String domain = attempt.entry().domain();
    if (classified instanceof Again again && again.peerWide()) {
      Optional<Instant> until = again.notBefore().filter(at -> at.isAfter(now));
      if (until.isPresent() || attempt.entry().attempts() < TELLING_ATTEMPTS) {
        silent(tx, attempt, until, now);
      }
    } else if (tx.outbox().closeCircuit(domain, now)) {
      tx.outbox().awaken(domain, Set.of(Code.PEER_UNREACHABLE), now);
    }
  }

  /**
   * Keeps everybody from the peer for a while. Attempts that ran at the same time count as one.
   *
   * @return until when
   */
  private Instant silent(Tx tx, Attempt attempt, Optional<Instant> asked, Instant now) {
    String domain = attempt.entry().domain();
    Optional<Outbox.Circuit> circuit = tx.outbox().circuit(domain);
    if (circuit.filter(open -> open.covers(attempt.begun())).isPresent()) {
      return circuit.get().openUntil();
    }
    int failures = circuit.map(Outbox.Circuit::failures).orElse(0);
    Instant until =
        asked
            .map(at -> Schedule.earlier(at, now.plus(Schedule.LONGEST_PAUSE)))
            .orElseGet(() -> now.plus(schedule.unreachable(failures)));
    tx.outbox().openCircuit(domain, failures + 1, until, now);
    return until;
  }

  private static void learnTrust(
      Tx tx, String domain, int status, Classified classified, Instant now) {
    boolean taken = status >= 200 && status < 300;
    boolean refused =
        classified instanceof Refused(Failure failure, boolean certain)
            && failure.code() == Code.PEER_REFUSED;
    if ((taken || refused) && tx.trusts().mutual(domain, taken, now)) {
      String name = tx.trusts().byDomain(domain).map(TrustRecord::name).orElse(null);
      String what = taken ? "mutual" : "not-mutual";
      tx.events().append(new Event(0, now, EventKind.TRUST, name, null, domain, what, Cause.PEER));
    }
  }

  /** There was no answer. */
  void notReached(Attempt attempt, Failure failure) {
    OutboxEntry entry = attempt.entry();
    Instant now = clock.instant();
    LOG.infof(
        "event=outbox.unsent kind=%s peer=%s subject=%s code=%s attempt=%d",
        entry.kind(), entry.domain(), entry.subject(), failure.code(), entry.attempts() + 1);
    store.inTransaction(
        tx -> {
          lock(tx, attempt);
          Instant next =
              failure.code() == Code.PEER_UNREACHABLE
                  ? silent(tx, attempt, Optional.empty(), now)
                  : now.plus(schedule.undecided(entry.attempts()));
          if (tx.outbox().holds(entry, attempt.owner())) {
            postpone(tx, attempt, failure, false, next);
          } else {
            tx.outbox().release(entry, attempt.owner());
          }
          return null;
        });
  }

  /**
   * Not the peer failed but we: the message could not be made, or its answer not be recorded. It is
   * tried for a while, and then set aside, so that it neither blocks its lane nor keeps us busy.
   */
  void broke(Attempt attempt, RuntimeException thrown) {
    OutboxEntry entry = attempt.entry();
    LOG.errorf(
        thrown,
        "event=outbox.broken kind=%s peer=%s subject=%s attempt=%d",
        entry.kind(),
        entry.domain(),
        entry.subject(),
        entry.attempts() + 1);
    Failure failure =
        Failure.of(
            Code.INTERNAL,
            "ocm",
            "The message to "
                + entry.domain()
                + " cannot be made here. Ask your administrators: the log has the reason under"
                + " request id "
                + RequestId.current()
                + ".");
    Instant now = clock.instant();
    boolean hopeless =
        store.inTransaction(
            tx -> {
              lock(tx, attempt);
              if (!tx.outbox().holds(entry, attempt.owner())) {
                tx.outbox().release(entry, attempt.owner());
                return false;
              }
              if (!tx.outbox().broken(entry, now).plus(BROKEN_FOR).isAfter(now)) {
                return true;
              }
              Instant next = now.plus(schedule.undecided(entry.attempts()));
              tx.outbox().postpone(entry.postponed(told(entry, failure, next), false, next, now));
              return false;
            });
    if (hopeless) {
      setAside(attempt, failure, now);
    }
  }

  private void setAside(Attempt attempt, Failure failure, Instant now) {
    Failure told = told(attempt.entry(), failure, null);
    try {
      store.inTransaction(
          tx -> {
            lock(tx, attempt);
            if (putAway(tx, attempt, told, now) && attempt.courier() != null) {
              attempt.courier().givenUp(tx, attempt.entry(), told);
            }
            return null;
          });
    } catch (RuntimeException worse) {
      LOG.errorf(worse, "event=outbox.set-aside.broken subject=%s", attempt.entry().subject());
      store.inTransaction(tx -> putAway(tx, attempt, told, now));
    }
  }

  private static boolean putAway(Tx tx, Attempt attempt, Failure told, Instant now) {
    OutboxEntry entry = attempt.entry();
    if (!tx.outbox().holds(entry, attempt.owner())) {
      return false;
    }
    tx.outbox().setAside(entry, told, now);
    if (attempt.courier() != null) {
      trail(tx, attempt.courier(), entry, "set-aside", null, told, now);
    }
    EventKind about =
        switch (entry.kind()) {
          case INVITE_ACCEPTED, USER_REMOVED -> EventKind.CONNECTION;
          case SHARE, SHARE_UNSHARED, SHARE_ACCEPTED, SHARE_DECLINED -> EventKind.SHARE;
        };
    String id = entry.kind() == MessageKind.USER_REMOVED ? null : entry.subject();
    tx.events().append(new Event(0, now, about, null, id, entry.domain(), "set-aside", null));
    LOG.errorf(
        "event=outbox.set-aside kind=%s peer=%s subject=%s",
        entry.kind(), entry.domain(), entry.subject());
    return true;
  }

  /** Too old; the entry is out of the outbox already. */
  void giveUp(Tx tx, OutboxEntry entry, Courier courier) {
    Failure last =
        entry.failure() == null
            ? Failure.of(
                Code.PEER_UNREACHABLE,
                "peer:" + entry.domain(),
                "The message to " + entry.domain() + " never left.")
            : entry.failure();
    Failure told =
        new Failure(
            last.code(),
            "Given up after 30 days. " + last.message(),
            last.origin(),
            last.operation(),
            last.endpoint(),
            entry.attempts(),
            entry.createdAt(),
            null);
    LOG.warnf(
        "event=outbox.given-up kind=%s peer=%s subject=%s code=%s",
        entry.kind(), entry.domain(), entry.subject(), last.code());
    trail(tx, courier, entry, "given-up", Cause.EXPIRY, told, clock.instant());
    courier.givenUp(tx, entry, told);
  }

  private void postpone(Tx tx, Attempt attempt, Failure failure, boolean refused, Instant next) {
    OutboxEntry entry = attempt.entry();
    Instant now = clock.instant();
    Failure told = told(entry, failure, next);
    if (Duration.between(entry.createdAt(), now).compareTo(GIVE_UP) > 0) {
      tx.outbox().remove(entry, now);
      giveUp(tx, entry.postponed(told, refused, next, now), attempt.courier());
      return;
    }
    tx.outbox().postpone(entry.postponed(told, refused, next, now));
    if (entry.failure() == null || entry.failure().code() != failure.code()) {
      trail(tx, attempt.courier(), entry, "waiting", Cause.PEER, told, now);
    }
    attempt.courier().postponed(tx, entry, told);
  }

  private static Failure told(OutboxEntry entry, Failure failure, Instant next) {
    return new Failure(
        failure.code(),
        failure.message(),
        failure.origin(),
        failure.operation(),
        failure.endpoint(),
        entry.attempts() + 1,
        entry.createdAt(),
        next);
  }

  private static void trail(Tx tx, Attempt attempt, Classified classified, Instant now) {
    OutboxEntry entry = attempt.entry();
    switch (classified) {
      case Classified.Delivered delivered ->
          trail(tx, attempt.courier(), entry, "delivered", Cause.PEER, null, now);
      case Classified.Over over ->
          trail(tx, attempt.courier(), entry, "over", Cause.PEER, null, now);
      case Refused refused ->
          trail(
              tx,
              attempt.courier(),
              entry,
              "refused",
              Cause.PEER,
              told(entry, refused.failure(), null),
              now);
      case Again again -> throw new IllegalStateException("a message that goes again is not over");
    }
  }

  private static void trail(
      Tx tx,
      Courier courier,
      OutboxEntry entry,
      String what,
      Cause cause,
      Failure failure,
      Instant now) {
    courier
        .connections(tx, entry)
        .forEach(
            connection ->
                tx.trail().add(TrailEntry.of(entry, connection, what, cause, failure, now)));
  }

  private static void lock(Tx tx, Attempt attempt) {
    if (attempt.courier() != null) {
      attempt.courier().lock(tx, attempt.entry());
    }
  }
}
