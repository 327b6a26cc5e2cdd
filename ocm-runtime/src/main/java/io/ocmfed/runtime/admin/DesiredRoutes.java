package io.ocmfed.runtime.admin;

import io.ocmfed.runtime.settings.Role;
import io.ocmfed.runtime.store.Declaration;
import io.ocmfed.runtime.store.Store;
import io.ocmfed.runtime.store.Tx;
import io.vertx.core.http.HttpMethod;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * PUT, GET and DELETE of one kind of declaration by name, and the list of them
 * (docs/design/admin-api.md).
 *
 * @param <D> what is recorded
 */
abstract class DesiredRoutes<D extends Declaration> implements AdminRoutes {

  private final String path;
  private final String kind;
  private final Store store;
  private final Clock clock;

  /**
   * @param path below {@code /admin/v1}, such as {@code /trusts}
   * @param kind what one of them is called in errors
   */
  DesiredRoutes(String path, String kind, Store store, Clock clock) {
    this.path = path;
    this.kind = kind;
    this.store = store;
    this.clock = clock;
  }

  /** Records what the request declares; answers what is shown of it then. */
  abstract Object put(AdminRequest request);

  /** What is declared under the name now. */
  abstract Optional<D> find(Tx tx, String name);

  /** By name, from the first after the given one. */
  abstract List<D> page(Tx tx, String after, int limit);

  /** What is shown of one. */
  abstract Object view(Tx tx, D declared, Instant now);

  /** Deletes one. */
  abstract void withdraw(Tx tx, D declared);

  @Override
  public final Optional<Role> role() {
    return Optional.of(Role.OCM);
  }

  @Override
  public void register(AdminRouter router) {
    String one = path + "/:name";
    router.on(HttpMethod.PUT, one, request -> Desired.put(() -> put(request)));
    router.on(HttpMethod.GET, one, request -> AdminAnswer.ok(get(request)));
    router.on(HttpMethod.DELETE, one, this::delete);
    router.on(HttpMethod.GET, path, request -> AdminAnswer.ok(list(request)));
  }

  private Object get(AdminRequest request) {
    Instant now = clock.instant();
    return store.inTransaction(tx -> view(tx, named(tx, request), now));
  }

  /** With a uid, only that object: what took its name since stays. */
  private AdminAnswer delete(AdminRequest request) {
    store.inTransaction(
        tx -> {
          D declared = named(tx, request);
          if (request.query("uid").filter(uid -> !uid.equals(declared.uid())).isEmpty()) {
            withdraw(tx, declared);
          }
          return null;
        });
    return AdminAnswer.noContent();
  }

  Desired.Listing list(AdminRequest request) {
    String after = request.query("after").orElse("");
    int limit = Desired.limit(request);
    Instant now = clock.instant();
    return store.inTransaction(
        tx -> {
          long cursor = tx.events().newest();
          List<D> page = page(tx, after, limit);
          return new Desired.Listing(
              page.stream().map(declared -> view(tx, declared, now)).toList(),
              page.size() < limit ? null : page.getLast().name(),
              cursor);
        });
  }

  private D named(Tx tx, AdminRequest request) {
    return find(tx, request.path("name")).orElseThrow(() -> Desired.unknown(kind));
  }
}
