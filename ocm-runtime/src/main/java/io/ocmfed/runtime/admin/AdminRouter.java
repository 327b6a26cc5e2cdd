package io.ocmfed.runtime.admin;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/** Where {@link AdminRoutes} put their routes. Paths are below {@code /admin/v1}, Vert.x syntax. */
public interface AdminRouter {

  /** A route that is answered at once; {@code PUT, "/trusts/:name"}. Runs on a virtual thread. */
  void on(HttpMethod method, String path, AdminHandler handler);

  /**
   * A route that writes its own answer, such as an event stream; runs on a virtual thread, already
   * authenticated. What it throws before it has written anything becomes a problem body.
   */
  void stream(HttpMethod method, String path, Handler<RoutingContext> handler);

  /** Answers one request; may block. A FailureException becomes a problem body. */
  @FunctionalInterface
  interface AdminHandler {
    AdminAnswer handle(AdminRequest request);
  }
}
