package io.ocmfed.runtime.connection;

import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.AcceptanceState;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.Invitation;
import io.ocmfed.runtime.store.Party;
import io.ocmfed.runtime.store.Remote;
import io.ocmfed.runtime.store.Removal;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the inviter answers to an accepted invitation, in the order of lifecycle.md. */
final class InviterRules {

  /** The acceptance of that id has ended. */
  static final Failure OVER =
      Failure.client(
          Code.NOT_CONNECTED,
          "This acceptance has ended. Accept again, or ask for a new invitation.");

  private InviterRules() {}

  /**
   * All that matters.
   *
   * @param known the acceptance of that id, or for servers without ids the standing one of this
   *     user by this token; empty when there is none
   * @param uses acceptances by this token, in any state
   * @param removals of the inviter and this remote user
   */
  record Observed(
      Remote remote,
      Optional<Acceptance> known,
      Optional<Invitation> invitation,
      List<Acceptance> uses,
      List<Removal> removals,
      Instant now) {}

  /** What to do. */
  sealed interface Ruling {
    /** Record it as standing. */
    record Welcome() implements Ruling {}

    /** It stands already; say so again. */
    record Already(Acceptance standing) implements Ruling {}

    /** Refuse it. */
    record Refuse(int status, Failure failure) implements Ruling {}
  }

  static Ruling decide(Observed seen) {
    if (seen.known().isPresent()) {
      return known(seen.known().get(), seen.remote());
    }
    Optional<Invitation> invitation =
        seen.invitation()
            .filter(one -> one.withdrawnAt() == null)
            .filter(one -> one.domain() == null || one.domain().equals(seen.remote().domain()));
    if (invitation.isEmpty()) {
      return refuse(
          400,
          Code.INVITE_UNKNOWN,
          "This invitation was never issued here, or has been withdrawn. Ask the inviter for a new"
              + " one.");
    }
    Invitation token = invitation.get();
    if (token.expired(seen.now())) {
      return refuse(
          400,
          Code.INVITE_EXPIRED,
          "The invitation has expired at " + token.expiresAt() + ". Ask for a new one.");
    }
    if (isVoid(token, seen.removals())) {
      return refuse(
          400,
          Code.INVITE_UNKNOWN,
          "The inviter has removed you since; this invitation is not good for you any more. Ask"
              + " for a new one.");
    }
    if (token.exhausted(seen.uses())
        && !token.users(seen.uses()).contains(seen.remote().address())) {
      return refuse(
          409,
          Code.INVITE_EXHAUSTED,
          "The invitation was used by somebody else, as often as it allows. Ask for a new one.");
    }
    return new Ruling.Welcome();
  }

  private static Ruling known(Acceptance known, Remote remote) {
    boolean theirs =
        known.domain().equals(remote.domain())
            && (known.remoteUser() == null || known.remoteUser().equals(remote.user()));
    if (!theirs || known.state() == AcceptanceState.PENDING) {
      return refuse(
          400, Code.INVALID_REQUEST, "Field acceptanceId is the id of another acceptance.");
    }
    return known.ended() ? new Ruling.Refuse(410, OVER) : new Ruling.Already(known);
  }

  /**
   * Void for a user whom the inviter removed after issuing it. A removal by declaration counts only
   * until the invitation is declared anew: then it is meant.
   */
  private static boolean isVoid(Invitation token, List<Removal> removals) {
    return removals.stream()
        .filter(removal -> removal.removedBy() == Party.LOCAL)
        .anyMatch(
            removal ->
                removal.cause() == Cause.USER
                    ? removal.tick() > token.firstTick()
                    : removal.tick() > token.offeredTick());
  }

  private static Ruling refuse(int status, Code code, String message) {
    return new Ruling.Refuse(status, Failure.client(code, message));
  }
}
