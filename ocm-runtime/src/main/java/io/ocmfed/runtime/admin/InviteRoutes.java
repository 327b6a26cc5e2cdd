package io.ocmfed.runtime.admin;

import static io.ocmfed.runtime.admin.Desired.required;

import io.ocmfed.runtime.gateway.GatewayClient;
import io.ocmfed.runtime.gateway.GatewayClient.User;
import io.ocmfed.runtime.inbound.Domains;
import io.ocmfed.runtime.invite.InviteString;
import io.ocmfed.runtime.invite.InviteView;
import io.ocmfed.runtime.ocm.OcmRole;
import io.ocmfed.runtime.settings.Role;
import io.ocmfed.runtime.store.DeclaredInvite;
import io.ocmfed.runtime.store.InviteType;
import io.ocmfed.runtime.store.Sha256;
import io.ocmfed.runtime.store.Store;
import io.ocmfed.runtime.store.TrustRecord;
import io.ocmfed.runtime.store.Tx;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code /invites}: invitations that are declared, of either side. */
@Singleton
final class InviteRoutes implements AdminRoutes {

  private final Store store;
  private final GatewayClient gateway;
  private final OcmRole ocm;
  private final Clock clock;

  @Inject
  InviteRoutes(Store store, GatewayClient gateway, OcmRole ocm, Clock clock) {
    this.store = store;
    this.gateway = gateway;
    this.ocm = ocm;
    this.clock = clock;
  }

  @Override
  public Optional<Role> role() {
    return Optional.of(Role.OCM);
  }

  @Override
  public void register(AdminRouter router) {
    router.on(HttpMethod.PUT, "/invites/:name", request -> Desired.put(() -> put(request)));
    router.on(HttpMethod.GET, "/invites/:name", request -> AdminAnswer.ok(get(request)));
    router.on(HttpMethod.DELETE, "/invites/:name", this::delete);
    router.on(HttpMethod.GET, "/invites", request -> AdminAnswer.ok(list(request)));
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

  private InviteView put(AdminRequest request) {
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
        .ifPresent(
            known ->
                Desired.requireCurrent(
                    known.uid(), known.generation(), wanted.uid(), wanted.generation()));
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

  private InviteView get(AdminRequest request) {
    Instant now = clock.instant();
    return store.inTransaction(tx -> InviteView.of(tx, find(tx, request), now));
  }

  private static DeclaredInvite find(Tx tx, AdminRequest request) {
    return tx.declarations()
        .invite(request.path("name"))
        .filter(invite -> invite.deletedAt() == null)
        .orElseThrow(() -> Desired.unknown("invitation"));
  }

  private AdminAnswer delete(AdminRequest request) {
    store.inTransaction(
        tx -> {
          DeclaredInvite invite = find(tx, request);
          if (request.query("uid").filter(uid -> !uid.equals(invite.uid())).isEmpty()) {
            ocm.declaredInvites().withdraw(tx, invite);
          }
          return null;
        });
    return AdminAnswer.noContent();
  }

  private Desired.Listing list(AdminRequest request) {
    int limit = Desired.limit(request);
    Instant now = clock.instant();
    return store.inTransaction(
        tx -> {
          long cursor = tx.events().newest();
          List<InviteView> items =
              tx.declarations().invites(request.query("after").orElse(""), limit).stream()
                  .map(invite -> InviteView.of(tx, invite, now))
                  .toList();
          return new Desired.Listing(
              items, items.size() < limit ? null : items.getLast().name(), cursor);
        });
  }
}
