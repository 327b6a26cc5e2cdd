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

  /** An acceptance that stands from now on. */
  public void begin(Tx tx, Acceptance standing, Cause cause) {
    tx.acceptances().save(standing);
    tell(tx, standing, "standing", cause);
    listeners.forEach(listener -> listener.began(tx, standing));
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
    tell(tx, over, "ended", cause);
    if (acceptance.state() == AcceptanceState.STANDING) {
      listeners.forEach(listener -> listener.ended(tx, over, by, cause));
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
    if (acceptance.localUser() != null && acceptance.remoteUser() != null) {
      tx.declarations()
          .sharesOf(domain, acceptance.localUser(), acceptance.remoteUser())
          .forEach(
              share ->
                  tx.events()
                      .append(
                          new Event(
                              0, now, EventKind.SHARE, share.name(), id, domain, what, cause)));
    }
    LOG.infof(
        "event=connection.%s acceptance=%s peer=%s cause=%s code=%s",
        what, id, domain, cause, acceptance.failure() == null ? "" : acceptance.failure().code());
  }
}
