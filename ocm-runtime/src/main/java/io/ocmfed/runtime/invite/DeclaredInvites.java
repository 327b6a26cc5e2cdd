package io.ocmfed.runtime.invite;

import io.ocmfed.runtime.connection.AcceptInvite;
import io.ocmfed.runtime.connection.RemoveConnection;
import io.ocmfed.runtime.gateway.GatewayClient.User;
import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.AcceptanceState;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.DeclaredInvite;
import io.ocmfed.runtime.store.Event;
import io.ocmfed.runtime.store.EventKind;
import io.ocmfed.runtime.store.Invitation;
import io.ocmfed.runtime.store.InviteType;
import io.ocmfed.runtime.store.Party;
import io.ocmfed.runtime.store.TrailEntry;
import io.ocmfed.runtime.store.Tx;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is declared of invitations, carried out. */
public final class DeclaredInvites {

  private final AcceptInvite accept;
  private final RemoveConnection removal;
  private final Clock clock;

  public DeclaredInvites(AcceptInvite accept, RemoveConnection removal, Clock clock) {
    this.accept = accept;
    this.removal = removal;
    this.clock = clock;
  }

  /**
   * Records a declaration and does what it asks. The caller has checked trust and generation.
   *
   * @param token in clear; kept only as long as it has to be sent
   * @throws io.ocmfed.runtime.web.FailureException CONFLICT
   */
  public DeclaredInvite declare(Tx tx, DeclaredInvite wanted, User user, String token) {
    tx.lock("token " + wanted.tokenHash());
    tx.declarations().invitesByToken(wanted.tokenHash()).stream()
        .filter(other -> !other.name().equals(wanted.name()))
        .filter(other -> other.type() == wanted.type())
        .filter(
            other -> wanted.type() == InviteType.ISSUE || other.userId().equals(wanted.userId()))
        .findFirst()
        .ifPresent(
            other -> {
              throw conflict("The token is that of the invitation " + other.name() + ".");
            });
    Optional<DeclaredInvite> before = tx.declarations().invite(wanted.name());
    before
        .filter(old -> old.deletedAt() == null)
        .filter(old -> old.type() != wanted.type() || !old.tokenHash().equals(wanted.tokenHash()))
        .ifPresent(old -> leave(tx, old));
    return wanted.type() == InviteType.ISSUE
        ? issue(tx, wanted, before)
        : accept(tx, wanted, before, user, token);
  }

  /** What was offered with another token is not offered any more; connections stay. */
  private void leave(Tx tx, DeclaredInvite old) {
    withdrawTokens(tx, old);
    Optional.ofNullable(old.acceptanceId())
        .flatMap(tx.acceptances()::find)
        .filter(acceptance -> acceptance.state() == AcceptanceState.PENDING)
        .ifPresent(pending -> giveUp(tx, pending));
  }

  private void withdrawTokens(Tx tx, DeclaredInvite declared) {
    Instant now = clock.instant();
    for (Invitation invitation : tx.invitations().declaredBy(declared.name())) {
      tx.invitations().save(invitation.withdrawn(now));
      tx.trail().add(TrailEntry.of(invitation, "withdrawn", Cause.OPERATOR, now));
    }
  }

  private DeclaredInvite issue(Tx tx, DeclaredInvite wanted, Optional<DeclaredInvite> before) {
    Instant now = clock.instant();
    Optional<Invitation> known = tx.invitations().hold(wanted.tokenHash());
    known
        .filter(
            one ->
                !one.userId().equals(wanted.userId())
                    || (one.withdrawnAt() == null && !wanted.name().equals(one.declared())))
        .ifPresent(
            one -> {
              throw conflict("The token is that of another invitation.");
            });
    boolean anew =
        before.filter(old -> old.uid().equals(wanted.uid()) && old.deletedAt() == null).isEmpty();
    long tick = tx.tick();
    Invitation offered =
        new Invitation(
            wanted.tokenHash(),
            wanted.userId(),
            wanted.domain(),
            wanted.name(),
            null,
            wanted.expiresAt(),
            wanted.maxAcceptances(),
            known.map(Invitation::createdAt).orElse(now),
            null,
            known.map(Invitation::firstTick).orElse(tick),
            known.filter(one -> !anew).map(Invitation::offeredTick).orElse(tick));
    tx.invitations().save(offered);
    tx.declarations().save(wanted);
    if (anew) {
      tx.trail().add(TrailEntry.of(offered, "offered", Cause.OPERATOR, now));
      tell(tx, wanted, "offered");
    }
    return wanted;
  }

  private DeclaredInvite accept(
      Tx tx, DeclaredInvite wanted, Optional<DeclaredInvite> before, User user, String token) {
    Optional<Acceptance> last =
        before.map(DeclaredInvite::acceptanceId).flatMap(tx.acceptances()::find);
    boolean sameToken =
        before.filter(old -> old.tokenHash().equals(wanted.tokenHash())).isPresent();
    DeclaredInvite record =
        new DeclaredInvite(
            wanted.name(),
            wanted.uid(),
            wanted.generation(),
            wanted.domain(),
            wanted.type(),
            wanted.userId(),
            wanted.tokenHash(),
            null,
            0,
            wanted.reacceptAt() == null
                ? before.map(DeclaredInvite::reacceptAt).orElse(null)
                : wanted.reacceptAt(),
            last.map(Acceptance::id).orElse(null),
            sameToken && before.filter(DeclaredInvite::everConnected).isPresent(),
            sameToken ? before.map(DeclaredInvite::failure).orElse(null) : null,
            null);
    tx.declarations().save(record);
    if (!ComingBack.tries(before, last, wanted)) {
      return record;
    }
    Acceptance begun = accept.begin(tx, user, wanted.domain(), token, wanted.name());
    boolean connected = begun.state() == AcceptanceState.STANDING;
    DeclaredInvite tried = record.made(begun.id()).outcome(connected, null);
    tx.declarations().save(tried);
    return tried;
  }

  /** The declaration is gone: the token is void, and the connections that it made are removed. */
  public void withdraw(Tx tx, DeclaredInvite declared) {
    Instant now = clock.instant();
    tx.declarations().save(declared.deleted(now));
    if (declared.type() == InviteType.ISSUE) {
      withdrawTokens(tx, declared);
      List<Acceptance> uses = tx.acceptances().ofToken(declared.tokenHash());
      uses.stream()
          .filter(use -> use.acceptedBy() == Party.PEER)
          .filter(use -> use.state() == AcceptanceState.STANDING)
          .forEach(use -> part(tx, use));
    } else {
      Optional.ofNullable(declared.acceptanceId())
          .flatMap(tx.acceptances()::find)
          .filter(acceptance -> !acceptance.ended())
          .ifPresent(
              acceptance -> {
                if (acceptance.state() == AcceptanceState.PENDING) {
                  giveUp(tx, acceptance);
                } else {
                  part(tx, acceptance);
                }
              });
    }
    tell(tx, declared, "deleted");
  }

  private void giveUp(Tx tx, Acceptance seen) {
    tx.lockPair(seen.domain(), seen.localUser());
    tx.acceptances()
        .find(seen.id())
        .filter(acceptance -> !acceptance.ended())
        .ifPresent(
            acceptance -> {
              if (acceptance.state() == AcceptanceState.PENDING) {
                removal.giveUp(tx, acceptance, Cause.OPERATOR);
              } else {
                part(tx, acceptance);
              }
            });
  }

  private void part(Tx tx, Acceptance use) {
    removal.remove(tx, use.domain(), use.localUser(), use.remoteUser(), Cause.OPERATOR);
  }

  private void tell(Tx tx, DeclaredInvite declared, String what) {
    tx.events()
        .append(
            new Event(
                0,
                clock.instant(),
                EventKind.INVITE,
                declared.name(),
                null,
                declared.domain(),
                what,
                Cause.OPERATOR));
  }

  private static RuntimeException conflict(String message) {
    return Failure.client(Code.CONFLICT, message).toException();
  }
}
