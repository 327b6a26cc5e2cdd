package io.ocmfed.runtime.invite;

import io.ocmfed.runtime.connection.AcceptInvite;
import io.ocmfed.runtime.gateway.GatewayClient;
import io.ocmfed.runtime.gateway.GatewayClient.User;
import io.ocmfed.runtime.inbound.Domains;
import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.AcceptanceState;
import io.ocmfed.runtime.store.Store;
import io.ocmfed.runtime.store.TrustRecord;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A user accepts an invitation, and waits a while for the inviter's answer. */
public final class AcceptInvitation {

  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private static final Failure ENDED =
      Failure.client(Code.NOT_CONNECTED, "The connection was ended meanwhile.");

  private final Store store;
  private final GatewayClient gateway;
  private final AcceptInvite accept;
  private final String ownDomain;
  private final Clock clock;

  public AcceptInvitation(
      Store store, GatewayClient gateway, AcceptInvite accept, String ownDomain, Clock clock) {
    this.store = store;
    this.gateway = gateway;
    this.accept = accept;
    this.ownDomain = ownDomain;
    this.clock = clock;
  }

  /**
   * Accepts. Returns the acceptance as it is when the inviter has answered, or after 8 s: then it
   * may be pending still.
   *
   * @param invitation in any form
   * @param domain needed when the form does not say it; may be blank
   * @throws io.ocmfed.runtime.web.FailureException why it cannot be accepted, or was refused
   */
  public Acceptance accept(String userId, String invitation, String domain) {
    InviteString invite =
        InviteString.parse(invitation)
            .orElseThrow(
                () ->
                    Failure.client(
                            Code.INVALID_REQUEST,
                            "This is no invitation. Paste the invite string, or the link.")
                        .toException());
    String inviter =
        invite
            .domain()
            .or(() -> Optional.of(domain).filter(one -> !one.isBlank()).map(Domains::normal))
            .orElseThrow(
                () ->
                    Failure.client(
                            Code.INVALID_REQUEST,
                            "The token alone does not say which server it is from. Give its"
                                + " domain.")
                        .toException());
    if (inviter.equals(ownDomain)) {
      throw Failure.client(
              Code.INVALID_REQUEST, "An invitation cannot be accepted where it was issued.")
          .toException();
    }
    User user =
        gateway
            .user(userId)
            .orElseThrow(
                () ->
                    Failure.client(Code.USER_UNKNOWN, "There is no such user here.").toException());
    try (Store.Changes changes = store.changes()) {
      Acceptance begun =
          store.inTransaction(
              tx -> {
                requireTrust(tx.trusts().byDomain(inviter), inviter);
                return accept.begin(tx, user, inviter, invite.token(), null);
              });
      return settled(begun, changes);
    }
  }

  private static void requireTrust(Optional<TrustRecord> trust, String domain) {
    if (trust.filter(found -> found.deletedAt() == null).isEmpty()) {
      throw Failure.client(
              Code.PEER_UNTRUSTED,
              "This server does not federate with " + domain + ". Ask your administrators.")
          .toException();
    }
    if (!trust.get().trust().invites().incoming()) {
      throw Failure.client(
              Code.EXCEEDS_TRUST,
              "This server does not let its users accept invitations of " + domain + ".")
          .toException();
    }
  }

  private Acceptance settled(Acceptance begun, Store.Changes changes) {
    Instant deadline = clock.instant().plus(PATIENCE);
    Acceptance last = begun;
    while (last.state() == AcceptanceState.PENDING && clock.instant().isBefore(deadline)) {
      try {
        changes.await(Duration.ofMillis(1000));
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        break;
      }
      // It may be gone: the store was set back while the user waited.
      last =
          store
              .inTransaction(tx -> tx.acceptances().find(begun.id()))
              .orElseThrow(() -> ENDED.toException());
    }
    if (last.ended()) {
      Failure why = last.failure();
      throw (why == null ? ENDED : why).toException();
    }
    return last;
  }
}
