package io.ocmfed.runtime.share;

import io.ocmfed.runtime.outbox.Lanes;
import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.DeclaredShare;
import io.ocmfed.runtime.store.Event;
import io.ocmfed.runtime.store.EventKind;
import io.ocmfed.runtime.store.IncomingShare;
import io.ocmfed.runtime.store.IncomingState;
import io.ocmfed.runtime.store.MessageKind;
import io.ocmfed.runtime.store.OutboxEntry;
import io.ocmfed.runtime.store.OutgoingShare;
import io.ocmfed.runtime.store.OutgoingState;
import io.ocmfed.runtime.store.TrailEntry;
import io.ocmfed.runtime.store.Tx;
import io.ocmfed.runtime.web.Failure;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/** The steps of a share, each with its message and its event. Callers hold the lock of the pair. */
public final class ShareSteps {

  /** In the body of a message: only for peers that do not end shares with their connection. */
  static final String ONLY_OTHERS = "only-others";

  private static final Logger LOG = Logger.getLogger(ShareSteps.class);

  private final Clock clock;

  public ShareSteps(Clock clock) {
    this.clock = clock;
  }

  /** Whom to tell that a share ended. */
  public enum Telling {
    PEER,
    OTHERS,
    NOBODY
  }

  /** Writes a new share, and owes it to the peer. */
  void create(Tx tx, OutgoingShare share, Cause cause) {
    tx.outgoing().save(share);
    tx.outbox().add(owed(MessageKind.SHARE, share, null, clock.instant()));
    tell(tx, share, "pending", cause);
  }

  /** Owes a share that is not delivered yet, unless that is owed already. */
  void oweAgain(Tx tx, OutgoingShare share) {
    if (tx.outbox().of(MessageKind.SHARE, share.id()).isEmpty()) {
      tx.outbox().add(owed(MessageKind.SHARE, share, null, clock.instant()));
    }
  }

  /** Moves an open share on. */
  void move(
      Tx tx, OutgoingShare share, OutgoingState next, String reason, Failure failure, Cause cause) {
    OutgoingShare moved = share.to(next, reason, failure, clock.instant());
    tx.outgoing().save(moved);
    tell(tx, moved, word(next), cause);
  }

  /** Ends an open share: its secret opens nothing from this commit on. */
  public void end(
      Tx tx, OutgoingShare share, OutgoingState next, String reason, Cause cause, Telling telling) {
    endSent(tx, List.of(share), next, reason, cause, telling);
  }

  /** Ends those that are open, all at once: their secrets open nothing from this commit on. */
  void endSent(
      Tx tx,
      List<OutgoingShare> shares,
      OutgoingState next,
      String reason,
      Cause cause,
      Telling telling) {
    Instant now = clock.instant();
    List<OutgoingShare> open = shares.stream().filter(share -> share.state().open()).toList();
    List<String> neverSent =
        open.stream().filter(share -> !share.sent()).map(OutgoingShare::id).toList();
    tx.outbox().cancel(Set.of(MessageKind.SHARE), neverSent, now);
    if (telling != Telling.NOBODY) {
      tx.outbox()
          .addAll(
              open.stream()
                  .filter(OutgoingShare::sent)
                  .map(share -> owed(MessageKind.SHARE_UNSHARED, share, body(telling), now))
                  .toList());
    }
    List<OutgoingShare> ended =
        open.stream()
            .map(
                share -> !share.sent() || telling == Telling.NOBODY ? share.withoutSecret() : share)
            .map(share -> share.to(next, reason, null, now))
            .toList();
    tx.outgoing().saveEnded(ended);
    String what = word(next);
    tx.trail().addAll(ended.stream().map(one -> TrailEntry.of(one, what, cause, now)).toList());
    announce(tx, ended.stream().map(one -> news(one, what, cause, now)).toList());
  }

  private static String body(Telling telling) {
    return telling == Telling.OTHERS ? ONLY_OTHERS : null;
  }

  /** Ends an open share that we received. */
  public void end(
      Tx tx, IncomingShare share, IncomingState next, String reason, Cause cause, Telling telling) {
    endReceived(tx, List.of(share), next, reason, cause, telling);
  }

  /** Ends those that are open and that we received, all at once. */
  void endReceived(
      Tx tx,
      List<IncomingShare> shares,
      IncomingState next,
      String reason,
      Cause cause,
      Telling telling) {
    Instant now = clock.instant();
    List<IncomingShare> open = shares.stream().filter(share -> share.state().open()).toList();
    tx.outbox()
        .cancel(
            Set.of(MessageKind.SHARE_ACCEPTED), open.stream().map(IncomingShare::id).toList(), now);
    if (telling != Telling.NOBODY) {
      tx.outbox()
          .addAll(
              open.stream()
                  .map(share -> owed(MessageKind.SHARE_DECLINED, share, body(telling), now))
                  .toList());
    }
    List<IncomingShare> ended =
        open.stream()
            .map(share -> telling == Telling.NOBODY ? share.withoutSecret() : share)
            .map(share -> share.to(next, reason, now))
            .toList();
    tx.incoming().saveEnded(ended);
    String what = next == IncomingState.UNSHARED ? "revoked" : word(next);
    tx.trail().addAll(ended.stream().map(one -> TrailEntry.of(one, what, cause, now)).toList());
    announce(tx, ended.stream().map(one -> news(one, what, cause, now)).toList());
  }

  /** The recipient takes a share; the owner is told. */
  public IncomingShare accept(Tx tx, IncomingShare share, Cause cause) {
    if (share.state() != IncomingState.RECEIVED) {
      return share;
    }
    IncomingShare accepted = share.to(IncomingState.ACCEPTED, null, clock.instant());
    tx.incoming().save(accepted);
    tx.outbox().add(owed(MessageKind.SHARE_ACCEPTED, share, null, clock.instant()));
    tell(tx, accepted, "accepted", cause);
    return accepted;
  }

  /** Writes that a share changed, into the trail of its connection and for all it concerns. */
  void tell(Tx tx, OutgoingShare share, String what, Cause cause) {
    tx.trail().add(TrailEntry.of(share, what, cause, clock.instant()));
    announce(tx, share, what, cause);
  }

  /** Writes that there is news of a share that did not change. */
  void announce(Tx tx, OutgoingShare share, String what, Cause cause) {
    announce(tx, List.of(news(share, what, cause, clock.instant())));
  }

  /** Writes that a share changed, into the trail of its connection and for all it concerns. */
  void tell(Tx tx, IncomingShare share, String what, Cause cause) {
    tx.trail().add(TrailEntry.of(share, what, cause, clock.instant()));
    announce(tx, share, what, cause);
  }

  /** Writes that there is news of a share that did not change. */
  void announce(Tx tx, IncomingShare share, String what, Cause cause) {
    announce(tx, List.of(news(share, what, cause, clock.instant())));
  }

  /**
   * Writes that their connection ended, for declared shares that did not end with it.
   *
   * @param ended names of those that did
   */
  void ended(Tx tx, Acceptance acceptance, Set<String> ended, Cause cause) {
    Instant now = clock.instant();
    tx
        .declarations()
        .sharesOf(acceptance.domain(), acceptance.localUser(), acceptance.remoteUser())
        .stream()
        .map(DeclaredShare::name)
        .filter(name -> !ended.contains(name))
        .map(name -> news(name, acceptance.id(), acceptance.domain(), "ended", cause, now))
        .forEach(tx.events()::append);
  }

  private static Event news(OutgoingShare share, String what, Cause cause, Instant now) {
    return news(share.declared(), share.id(), share.domain(), what, cause, now);
  }

  private static Event news(IncomingShare share, String what, Cause cause, Instant now) {
    return news(share.declared(), share.id(), share.domain(), what, cause, now);
  }

  private static Event news(
      String name, String id, String domain, String what, Cause cause, Instant now) {
    return new Event(0, now, EventKind.SHARE, name, id, domain, what, cause);
  }

  /** One line tells of many; the trail of their connection names each. */
  private static void announce(Tx tx, List<Event> alike) {
    if (alike.isEmpty()) {
      return;
    }
    alike.forEach(tx.events()::append);
    Event one = alike.getFirst();
    if (alike.size() == 1) {
      LOG.infof(
          "event=share.%s share=%s peer=%s cause=%s",
          one.what(), one.id(), one.domain(), one.cause());
    } else {
      LOG.infof(
          "event=share.%s shares=%d peer=%s cause=%s",
          one.what(), alike.size(), one.domain(), one.cause());
    }
  }

  private static OutboxEntry owed(MessageKind kind, OutgoingShare share, String body, Instant now) {
    String lane = Lanes.pair(share.domain(), share.localUser(), share.remoteUser());
    return OutboxEntry.of(lane, share.domain(), kind, share.id(), body, now);
  }

  private static OutboxEntry owed(MessageKind kind, IncomingShare share, String body, Instant now) {
    String lane = Lanes.pair(share.domain(), share.localUser(), share.remoteUser());
    return OutboxEntry.of(lane, share.domain(), kind, share.id(), body, now);
  }

  private static String word(Enum<?> state) {
    return state.name().toLowerCase(java.util.Locale.ROOT);
  }
}
