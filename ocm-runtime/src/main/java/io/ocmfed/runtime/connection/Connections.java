package io.ocmfed.runtime.connection;

import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.AcceptanceState;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.Event;
import io.ocmfed.runtime.store.EventKind;
import io.ocmfed.runtime.store.Party;
import io.ocmfed.runtime.store.Remote;
import io.ocmfed.runtime.store.Removal;
import io.ocmfed.runtime.store.TrailEntry;
import io.ocmfed.runtime.store.Tx;
import io.ocmfed.runtime.web.Failure;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The steps of an acceptance, each with all that belongs to it in one transaction. Callers hold the
 * lock of the pair.
 */
public final class Connections {

  private static final Logger LOG = Logger.getLogger(Connections.class);

  private final List<ConnectionListener> listeners;
  private final Clock clock;

  public Connections(List<ConnectionListener> listeners, Clock clock) {
    this.listeners = List.copyOf(listeners);
    this.clock = clock;
  }

  /**
   * An acceptance that stands from now on. Disputed ones of the same users end: that the users have
   * connected anew settles it.
   */
  public void begin(Tx tx, Acceptance standing, Cause cause) {
    tx.acceptances().save(standing);
    tell(tx, standing, "standing", cause);
    if (standing.declared() != null) {
      tx.declarations()
          .invite(standing.declared())
          .ifPresent(declared -> tx.declarations().save(declared.outcome(true, null)));
    }
    tx.acceptances().ofPair(standing.domain(), standing.localUser(), standing.remoteUser()).stream()
        .filter(other -> !other.ended() && other.disputedAt() != null)
        .forEach(other -> end(tx, other, Party.LOCAL, Cause.COMPARISON, null));
    listeners.forEach(listener -> listener.began(tx, standing));
  }

  /** The peer does not know a standing acceptance: access is suspended until that is settled. */
  public void dispute(Tx tx, Acceptance acceptance, Cause cause) {
    if (!acceptance.connects()) {
      return;
    }
    Acceptance disputed = acceptance.disputed(clock.instant());
    tx.acceptances().save(disputed);
    tell(tx, disputed, "disputed", cause);
  }

  /** The peer knows an acceptance: if it was disputed, it is no more. */
  public void settle(Tx tx, Acceptance acceptance, Cause cause) {
    if (acceptance.ended() || acceptance.disputedAt() == null) {
      return;
    }
    Acceptance settled = acceptance.undisputed();
    tx.acceptances().save(settled);
    tell(tx, settled, "undisputed", cause);
    listeners.forEach(listener -> listener.resumed(tx, settled, cause));
  }

  /**
   * The inviter has confirmed. Where the two users were parted after it began, it ends at once, and
   * the caller owes the peer its removal.
   *
   * @return whether it stands
   */
  public boolean complete(Tx tx, Acceptance pending, Remote remote, boolean idShared) {
    Instant now = clock.instant();
    Acceptance standing = pending.standing(remote, idShared, now);
    Optional<Removal> parted =
        tx.acceptances().removals(pending.domain(), pending.localUser(), remote.user()).stream()
            .filter(removal -> removal.tick() > pending.beganTick())
            .findFirst();
    if (parted.isPresent()) {
      Removal removal = parted.get();
      Acceptance over = standing.ended(removal.removedBy(), removal.cause(), null, now);
      tx.acceptances().save(over);
      tell(tx, over, "ended", removal.cause());
      return false;
    }
    begin(tx, standing, standing.declared() == null ? Cause.USER : Cause.OPERATOR);
    return true;
  }

  /** Ends an acceptance, with what rests on it. What is ended already stays as it is. */
  public void end(Tx tx, Acceptance acceptance, Party by, Cause cause, Failure failure) {
    if (acceptance.ended()) {
      return;
    }
    Acceptance over = acceptance.ended(by, cause, failure, clock.instant());
    tx.acceptances().save(over);
    tx.trail().add(TrailEntry.of(over, "ended", cause, clock.instant()));
    announceItself(tx, over, "ended", cause);
    if (acceptance.state() == AcceptanceState.STANDING) {
      // With their own news, where they end with it.
      listeners.forEach(listener -> listener.ended(tx, over, by, cause));
    } else {
      announceShares(tx, over, "ended", cause);
    }
  }

  /**
   * Writes that an acceptance changed, into its trail and for all whom it concerns.
   *
   * @param cause who or what changed it
   */
  public void tell(Tx tx, Acceptance acceptance, String what, Cause cause) {
    tx.trail().add(TrailEntry.of(acceptance, what, cause, clock.instant()));
    announce(tx, acceptance, what, cause);
  }

  /** Writes, for all whom it concerns, that there is news of an acceptance that did not change. */
  void announce(Tx tx, Acceptance acceptance, String what, Cause cause) {
    announceItself(tx, acceptance, what, cause);
    announceShares(tx, acceptance, what, cause);
  }

  private void announceItself(Tx tx, Acceptance acceptance, String what, Cause cause) {
    Instant now = clock.instant();
    String id = acceptance.id();
    String domain = acceptance.domain();
    tx.events().append(new Event(0, now, EventKind.CONNECTION, null, id, domain, what, cause));
    if (acceptance.tokenHash() != null) {
      tx.declarations()
          .invitesByToken(acceptance.tokenHash())
          .forEach(
              invite ->
                  tx.events()
                      .append(
                          new Event(
                              0, now, EventKind.INVITE, invite.name(), id, domain, what, cause)));
    }
    LOG.infof(
        "event=connection.%s acceptance=%s peer=%s cause=%s code=%s",
        what, id, domain, cause, acceptance.failure() == null ? "" : acceptance.failure().code());
  }

  /** What is declared between the two users looks different with another state of theirs. */
  private void announceShares(Tx tx, Acceptance acceptance, String what, Cause cause) {
    Instant now = clock.instant();
    if (acceptance.localUser() != null && acceptance.remoteUser() != null) {
      tx.declarations()
          .sharesOf(acceptance.domain(), acceptance.localUser(), acceptance.remoteUser())
          .forEach(
              share ->
                  tx.events()
                      .append(
                          new Event(
                              0,
                              now,
                              EventKind.SHARE,
                              share.name(),
                              acceptance.id(),
                              acceptance.domain(),
                              what,
                              cause)));
    }
  }
}
