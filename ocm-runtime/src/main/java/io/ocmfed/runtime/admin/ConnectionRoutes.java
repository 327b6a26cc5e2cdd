package io.ocmfed.runtime.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ocmfed.runtime.inbound.Domains;
import io.ocmfed.runtime.invite.InviteView;
import io.ocmfed.runtime.ocm.OcmRole;
import io.ocmfed.runtime.settings.Role;
import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.Store;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code /connections}: who is connected with whom, and ending it as a person would. */
@Singleton
final class ConnectionRoutes implements AdminRoutes {

  private final Store store;
  private final OcmRole ocm;

  @Inject
  ConnectionRoutes(Store store, OcmRole ocm) {
    this.store = store;
    this.ocm = ocm;
  }

  @Override
  public Optional<Role> role() {
    return Optional.of(Role.OCM);
  }

  @Override
  public void register(AdminRouter router) {
    router.on(HttpMethod.GET, "/connections", request -> AdminAnswer.ok(list(request)));
    router.on(HttpMethod.DELETE, "/connections/:id", this::delete);
    router.on(
        HttpMethod.GET, "/connections/:id/history", request -> AdminAnswer.ok(history(request)));
  }

  /** One connection. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record View(
      String id,
      String localUser,
      String remoteUser,
      String domain,
      String state,
      String acceptedBy,
      Instant establishedAt,
      Instant endedAt,
      String endedBy,
      String cause) {

    static View of(Acceptance one) {
      return new View(
          one.id(),
          one.localUser(),
          one.remoteUser() == null ? null : one.remoteUser() + "@" + one.domain(),
          one.domain(),
          InviteView.state(one),
          InviteView.word(one.acceptedBy()),
          one.establishedAt(),
          one.endedAt(),
          InviteView.word(one.endedBy()),
          InviteView.word(one.cause()));
    }
  }

  private Desired.Listing list(AdminRequest request) {
    int limit = Desired.limit(request);
    return store.inTransaction(
        tx -> {
          long cursor = tx.events().newest();
          List<View> items =
              tx
                  .acceptances()
                  .page(
                      request.query("peer").map(Domains::normal).orElse(null),
                      request.query("user").orElse(null),
                      request.query("after").orElse(""),
                      limit)
                  .stream()
                  .map(View::of)
                  .toList();
          return new Desired.Listing(
              items, items.size() < limit ? null : items.getLast().id(), cursor);
        });
  }

  private ConnectionHistory history(AdminRequest request) {
    long after = number(request.query("after").orElse("0"));
    int limit = Desired.limit(request);
    return store.inTransaction(
        tx ->
            tx.acceptances()
                .find(request.path("id"))
                .map(one -> ConnectionHistory.read(tx, one, after, limit))
                .orElseThrow(() -> Desired.unknown("connection")));
  }

  private static long number(String after) {
    try {
      return Long.parseLong(after);
    } catch (NumberFormatException other) {
      throw Failure.client(Code.INVALID_REQUEST, "The query parameter after is no number.")
          .toException(other);
    }
  }

  private AdminAnswer delete(AdminRequest request) {
    boolean ended =
        store.inTransaction(
            tx ->
                tx.acceptances()
                    .find(request.path("id"))
                    .filter(one -> one.localUser() != null)
                    .filter(one -> ocm.part(tx, one, Cause.USER))
                    .isPresent());
    if (!ended) {
      throw Failure.client(Code.NOT_CONNECTED, "There is no such connection, or it has ended.")
          .toException();
    }
    return AdminAnswer.noContent();
  }
}
