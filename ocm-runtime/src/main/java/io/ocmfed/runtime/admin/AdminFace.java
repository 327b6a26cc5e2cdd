package io.ocmfed.runtime.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ocmfed.runtime.settings.Roles;
import io.ocmfed.runtime.trace.Spans;
import io.ocmfed.runtime.trace.Step;
import io.ocmfed.runtime.trace.TraceParent;
import io.ocmfed.runtime.web.AnswerLog;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import io.ocmfed.runtime.web.FailureBodies;
import io.ocmfed.runtime.web.Failures;
import io.ocmfed.runtime.web.RequestId;
import io.ocmfed.runtime.web.Retry;
import io.quarkus.arc.All;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;

/**
 * The admin face on the management interface. Authenticates before anything is read, then answers
 * on a virtual thread; whatever goes wrong is a problem body (RFC 9457). The same token is asked
 * for all else on that interface, such as metrics, whose tags name peers; only probes are open.
 */
@Singleton
final class AdminFace {

  private static final String ROOT = "/admin/v1";
  private static final String PROBES = "/q/health";

  /** Before everything else; Quarkus's own routes begin at 0. */
  private static final int FIRST = -10_000;

  private static final long BODY_LIMIT = 1 << 20;

  private final AdminToken token;
  private final Roles roles;
  private final List<AdminRoutes> routes;
  private final ObjectMapper json;
  private final InstantSource clock;
  private final Spans spans;

  @Inject
  AdminFace(
      AdminToken token,
      Roles roles,
      @All List<AdminRoutes> routes,
      ObjectMapper json,
      InstantSource clock,
      Spans spans) {
    this.token = token;
    this.roles = roles;
    this.routes = routes;
    this.json = json;
    this.clock = clock;
    this.spans = spans;
  }

  void register(@Observes ManagementInterface management) {
    Router router = management.router();
    String all = ROOT + "/*";
    router.route().order(FIRST).handler(this::enter).failureHandler(this::failed);
    router
        .route(all)
        .handler(BodyHandler.create(false).setBodyLimit(BODY_LIMIT))
        .failureHandler(this::failed);
    Plug plug = new Plug(router);
    routes.stream()
        .filter(group -> group.role().map(roles::has).orElse(true))
        .forEach(group -> group.register(plug));
    router.route(all).handler(context -> write(context, Failures.request(404)));
  }

  private void enter(RoutingContext context) {
    context.response().putHeader(RequestId.HEADER, requestId(context));
    String path;
    try {
      path = context.normalizedPath();
    } catch (IllegalArgumentException malformed) {
      // Such as /%zz; on the public port Quarkus refuses it before it comes to us.
      write(context, Failures.request(400));
      return;
    }
    boolean probe = path.equals(PROBES) || path.startsWith(PROBES + "/");
    if (probe || token.accepts(context.request().getHeader("Authorization"))) {
      context.next();
    } else {
      context.response().putHeader("WWW-Authenticate", "Bearer realm=\"admin\"");
      write(
          context,
          Failure.client(
              Code.UNAUTHENTICATED, "Send the bearer token of the instance's admin Secret."));
    }
  }

  private void failed(RoutingContext context) {
    RequestId.during(
        requestId(context),
        () ->
            write(
                context,
                context.failure() == null
                    ? Failures.request(context.statusCode())
                    : Failures.of(context.failure(), origin())));
  }

  private void onVirtualThread(String operation, RoutingContext context, Runnable work) {
    String id = requestId(context);
    Step step = spans.served(operation, context.request().getHeader(TraceParent.HEADER), id);
    context.addEndHandler(
        ended -> {
          int status = context.response().getStatusCode();
          step.with("http.response.status_code", status);
          if (status >= 500) {
            step.failed(Integer.toString(status));
          }
          step.end();
          RequestId.during(id, () -> step.during(() -> AnswerLog.answered(operation, status)));
        });
    Thread.ofVirtual()
        .name("admin-" + id)
        .start(() -> RequestId.during(id, () -> step.during(() -> guarded(context, work))));
  }

  private void guarded(RoutingContext context, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException thrown) {
      Failure failure = Failures.of(thrown, origin());
      AnswerLog.failed(failure);
      write(context, failure);
    }
  }

  private void answer(RoutingContext context, AdminAnswer answer) {
    context.response().setStatusCode(answer.status());
    if (answer.body() == null) {
      context.response().end();
    } else {
      end(context, "application/json", answer.body());
    }
  }

  private void write(RoutingContext context, Failure failure) {
    if (context.response().ended()) {
      return;
    }
    if (context.response().headWritten()) {
      // Half an answer must not look like a whole one.
      context.response().reset();
      return;
    }
    context.response().setStatusCode(failure.code().status());
    Retry.after(failure, clock.instant())
        .ifPresent(seconds -> context.response().putHeader("Retry-After", seconds));
    end(context, "application/problem+json", FailureBodies.problem(failure, requestId(context)));
  }

  private void end(RoutingContext context, String type, Object body) {
    try {
      byte[] bytes = json.writeValueAsBytes(body);
      context
          .response()
          .putHeader("Content-Type", type)
          .putHeader("Cache-Control", "no-store")
          .end(io.vertx.core.buffer.Buffer.buffer(bytes));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  // Also for requests that are refused before they come in, such as one that is too large.
  private static String requestId(RoutingContext context) {
    String known = context.get(RequestId.HEADER);
    if (known != null) {
      return known;
    }
    String id = RequestId.accept(context.request().getHeader(RequestId.HEADER));
    context.put(RequestId.HEADER, id);
    return id;
  }

  private String origin() {
    return roles.all().iterator().next().word();
  }

  private final class Plug implements AdminRouter {

    private final Router router;

    Plug(Router router) {
      this.router = router;
    }

    @Override
    public void on(HttpMethod method, String path, AdminHandler handler) {
      stream(
          method,
          path,
          context -> answer(context, handler.handle(new VertxAdminRequest(context, json))));
    }

    @Override
    public void stream(HttpMethod method, String path, Handler<RoutingContext> handler) {
      String operation = method + " " + ROOT + path;
      router
          .route(method, ROOT + path)
          .handler(context -> onVirtualThread(operation, context, () -> handler.handle(context)))
          .failureHandler(AdminFace.this::failed);
    }
  }
}
