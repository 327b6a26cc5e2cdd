package io.ocmfed.runtime.admin;

import static io.ocmfed.runtime.admin.Desired.required;

import io.ocmfed.runtime.inbound.Domains;
import io.ocmfed.runtime.ocm.OcmRole;
import io.ocmfed.runtime.share.ShareView;
import io.ocmfed.runtime.store.DeclaredShare;
import io.ocmfed.runtime.store.Direction;
import io.ocmfed.runtime.store.Store;
import io.ocmfed.runtime.store.Tx;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** {@code /shares}: shares that are declared, and with {@code scope=all} those that are not. */
@Singleton
final class ShareRoutes extends DesiredRoutes<DeclaredShare> {

  private final Store store;
  private final OcmRole ocm;
  private final Clock clock;

  @Inject
  ShareRoutes(Store store, OcmRole ocm, Clock clock) {
    super("/shares", "share", store, clock);
    this.store = store;
    this.ocm = ocm;
    this.clock = clock;
  }

  /** What is declared. */
  record Body(
      String uid,
      long generation,
      String domain,
      String direction,
      String localUser,
      String remoteUser,
      String resource,
      Set<String> permissions,
      Instant expiresAt,
      String matchName,
      String response) {}

  @Override
  ShareView put(AdminRequest request) {
    Body body = request.body(Body.class);
    String domain = Domains.normal(required(body.domain(), "domain"));
    Direction direction =
        body.direction() == null
            ? Direction.OUTGOING
            : Desired.word(Direction.class, body.direction(), "direction");
    boolean out = direction == Direction.OUTGOING;
    String address = required(body.remoteUser(), "remoteUser");
    if (Domains.userOf(address).isEmpty() || !Domains.ofAddress(address).equals(domain)) {
      throw Failure.client(Code.INVALID_REQUEST, "Field remoteUser must be <user>@" + domain + ".")
          .toException();
    }
    DeclaredShare wanted =
        new DeclaredShare(
            request.path("name"),
            required(body.uid(), "uid"),
            body.generation(),
            domain,
            direction,
            required(body.localUser(), "localUser"),
            Domains.userOf(address),
            out ? required(body.resource(), "resource") : null,
            new TreeSet<>(
                body.permissions() == null || body.permissions().isEmpty()
                    ? Set.of("read")
                    : body.permissions()),
            out ? body.expiresAt() : null,
            out ? null : required(body.matchName(), "matchName"),
            out ? null : response(body.response()),
            null,
            null,
            clock.instant(),
            null,
            false,
            0,
            null);
    return ocm.declareShare().declare(wanted, old -> Desired.requireCurrent(old, wanted));
  }

  private static String response(String word) {
    if ("Decline".equals(word)) {
      return word;
    }
    if (word == null || word.equals("Accept")) {
      return "Accept";
    }
    throw Failure.client(Code.INVALID_REQUEST, "Field response is Accept or Decline.")
        .toException();
  }

  @Override
  Optional<DeclaredShare> find(Tx tx, String name) {
    return tx.declarations().share(name);
  }

  @Override
  List<DeclaredShare> page(Tx tx, String after, int limit) {
    return tx.declarations().shares(after, limit);
  }

  @Override
  ShareView view(Tx tx, DeclaredShare share, Instant now) {
    return ShareView.of(tx, share);
  }

  @Override
  void withdraw(Tx tx, DeclaredShare share) {
    ocm.declaredShares().withdraw(tx, share);
  }

  @Override
  Desired.Listing list(AdminRequest request) {
    return request.query("scope").filter("all"::equals).isPresent()
        ? everything(request)
        : super.list(request);
  }

  /** Declared ones all on the first page; then those that are not, by share id. */
  private Desired.Listing everything(AdminRequest request) {
    int limit = Desired.limit(request);
    String after = request.query("after").orElse("");
    return store.inTransaction(
        tx -> {
          long cursor = tx.events().newest();
          List<ShareView> undeclared =
              Stream.concat(
                      tx.incoming().undeclared(after, limit).stream()
                          .map(share -> ShareView.of(tx, share)),
                      tx.outgoing().undeclared(after, limit).stream()
                          .map(share -> ShareView.of(tx, share)))
                  .sorted(Comparator.comparing(ShareView::shareId))
                  .limit(limit)
                  .toList();
          Stream<ShareView> declared =
              after.isEmpty()
                  ? tx.declarations().shares("", Integer.MAX_VALUE).stream()
                      .map(share -> ShareView.of(tx, share))
                  : Stream.empty();
          return new Desired.Listing(
              Stream.concat(declared, undeclared.stream()).toList(),
              undeclared.size() < limit ? null : undeclared.getLast().shareId(),
              cursor);
        });
  }
}
