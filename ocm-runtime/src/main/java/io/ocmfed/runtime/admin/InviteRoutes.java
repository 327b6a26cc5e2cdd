package io.ocmfed.runtime.admin;

import static io.ocmfed.runtime.admin.Desired.required;

import io.ocmfed.runtime.gateway.GatewayClient;
import io.ocmfed.runtime.gateway.GatewayClient.User;
import io.ocmfed.runtime.inbound.Domains;
import io.ocmfed.runtime.invite.InviteString;
import io.ocmfed.runtime.invite.InviteView;
import io.ocmfed.runtime.ocm.OcmRole;
import io.ocmfed.runtime.store.DeclaredInvite;
import io.ocmfed.runtime.store.InviteType;
import io.ocmfed.runtime.store.Sha256;
import io.ocmfed.runtime.store.Store;
import io.ocmfed.runtime.store.TrustRecord;
import io.ocmfed.runtime.store.Tx;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code /invites}: invitations that are declared, of either side. */
@Singleton
final class InviteRoutes extends DesiredRoutes<DeclaredInvite> {

  private final Store store;
  private final GatewayClient gateway;
  private final OcmRole ocm;
  private final Clock clock;

  @Inject
  InviteRoutes(Store store, GatewayClient gateway, OcmRole ocm, Clock clock) {
    super("/invites", "invitation", store, clock);
    this.store = store;
    this.gateway = gateway;
    this.ocm = ocm;
    this.clock = clock;
  }

  /** What is declared. */
  record Body(
      String uid,
      long generation,
      String domain,
      String type,
      String user,
      String token,
      Instant expiresAt,
      Integer maxAcceptances,
      String reacceptAt) {
    /** Without the token. */
    @Override
    public String toString() {
      return "Body[" + type + " by " + user + "]";
    }
  }

  @Override
  InviteView put(AdminRequest request) {
    String name = request.path("name");
    Body body = request.body(Body.class);
    String domain = Domains.normal(required(body.domain(), "domain"));
    InviteType type = Desired.word(InviteType.class, body.type(), "type");
    String token = token(body, type, domain);
    DeclaredInvite wanted =
        new DeclaredInvite(
            name,
            required(body.uid(), "uid"),
            body.generation(),
            domain,
            type,
            required(body.user(), "user"),
            Sha256.hex(token),
            type == InviteType.ISSUE ? required(body.expiresAt(), "expiresAt") : null,
            body.maxAcceptances() == null ? 1 : body.maxAcceptances(),
            body.reacceptAt(),
            null,
            false,
            null,
            null);
    Instant now = clock.instant();
    // Trust and generation first: an outdated or refused declaration costs the gateway nothing.
    store.inTransaction(
        tx -> {
          check(tx, wanted);
          return null;
        });
    User user =
        gateway
            .user(wanted.userId())
            .orElseThrow(
                () ->
                    Failure.client(
                            Code.USER_UNKNOWN, "There is no user " + wanted.userId() + " here.")
                        .toException());
    return store.inTransaction(
        tx -> {
          check(tx, wanted);
          return InviteView.of(tx, ocm.declaredInvites().declare(tx, wanted, user, token), now);
        });
  }

  private static void check(Tx tx, DeclaredInvite wanted) {
    tx.declarations()
        .invite(wanted.name())
        .filter(known -> known.deletedAt() == null)
        .ifPresent(known -> Desired.requireCurrent(known, wanted));
    TrustRecord trust =
        tx.trusts()
            .byDomain(wanted.domain())
            .filter(found -> found.deletedAt() == null)
            .orElseThrow(
                () ->
                    Failure.client(Code.PEER_UNTRUSTED, "No trust names " + wanted.domain() + ".")
                        .toException());
    boolean allowed =
        wanted.type() == InviteType.ISSUE ? trust.invites().outgoing() : trust.invites().incoming();
    if (!allowed) {
      throw Failure.client(
              Code.EXCEEDS_TRUST,
              "The trust of " + wanted.domain() + " does not allow invitations this way.")
          .toException();
    }
  }

  /** The token in clear, from whatever form it was given in. */
  private static String token(Body body, InviteType type, String domain) {
    InviteString invite =
        InviteString.parse(required(body.token(), "token"))
            .orElseThrow(
                () ->
                    Failure.client(Code.INVALID_REQUEST, "Field token is no invitation.")
                        .toException());
    if (type == InviteType.ISSUE) {
      return body.token().strip();
    }
    if (invite.domain().filter(from -> !from.equals(domain)).isPresent()) {
      throw Failure.client(
              Code.INVALID_REQUEST,
              "The invitation is from "
                  + invite.domain().get()
                  + ", but the trust names "
                  + domain
                  + ".")
          .toException();
    }
    return invite.token();
  }

  @Override
  Optional<DeclaredInvite> find(Tx tx, String name) {
    return tx.declarations().invite(name).filter(invite -> invite.deletedAt() == null);
  }

  @Override
  List<DeclaredInvite> page(Tx tx, String after, int limit) {
    return tx.declarations().invites(after, limit);
  }

  @Override
  InviteView view(Tx tx, DeclaredInvite invite, Instant now) {
    return InviteView.of(tx, invite, now);
  }

  @Override
  void withdraw(Tx tx, DeclaredInvite invite) {
    ocm.declaredInvites().withdraw(tx, invite);
  }
}
