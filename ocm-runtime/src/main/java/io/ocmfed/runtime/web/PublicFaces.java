package io.ocmfed.runtime.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ocmfed.runtime.settings.Role;
import io.ocmfed.runtime.settings.Roles;
import io.ocmfed.runtime.trace.Spans;
import io.ocmfed.runtime.trace.Step;
import io.ocmfed.runtime.trace.TraceParent;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * What stands before every public route: the request id, the trace, and 404 for faces whose role is
 * off. Also writes the failures of routes that are not Jakarta REST.
 */
@Singleton
public final class PublicFaces {

  /** Before everything else; Quarkus's own routes begin at 0. */
  private static final int FIRST = -10_000;

  private static final Set<String> OCM_ROOTS =
      Set.of(".well-known", "ocm-provider", "ocm", "dav", "sciencemesh");

  private final Roles roles;
  private final ObjectMapper json;
  private final InstantSource clock;
  private final Spans spans;

  @Inject
  public PublicFaces(Roles roles, ObjectMapper json, InstantSource clock, Spans spans) {
    this.roles = roles;
    this.json = json;
    this.clock = clock;
    this.spans = spans;
  }

  void register(@Observes Router router) {
    router.route().order(FIRST).handler(this::enter);
    router.route().last().failureHandler(this::fail);
  }

  /** The role that serves a path; empty when none does. */
  public static Optional<Role> servedBy(String path) {
    String root = root(path);
    if (root.equals("graph")) {
      return Optional.of(Role.GRAPH);
    }
    return OCM_ROOTS.contains(root) ? Optional.of(Role.OCM) : Optional.empty();
  }

  private static String root(String path) {
    int end = path.indexOf('/', 1);
    return path.isEmpty() ? "" : path.substring(1, end < 0 ? path.length() : end);
  }

  /** The id of the request a context belongs to. */
  public static String requestId(RoutingContext context) {
    return context.get(RequestId.HEADER);
  }

  private void enter(RoutingContext context) {
    String id = RequestId.accept(context.request().getHeader(RequestId.HEADER));
    context.put(RequestId.HEADER, id);
    RequestId.enter(id);
    context.response().putHeader(RequestId.HEADER, id);
    boolean served = servedBy(context.normalizedPath()).filter(roles::has).isPresent();
    if (served) {
      begin(context, id);
      context.next();
    } else {
      write(context, Failures.request(404));
    }
  }

  private void begin(RoutingContext context, String id) {
    String name = context.request().method() + " /" + root(context.normalizedPath());
    Step step =
        spans
            .served(name, context.request().getHeader(TraceParent.HEADER), id)
            .with("http.request.method", context.request().method().name());
    step.enter();
    context.addEndHandler(
        ended -> {
          int status = context.response().getStatusCode();
          step.with("http.response.status_code", status);
          if (status >= 500 || ended.failed()) {
            step.failed(ended.failed() ? "connection closed" : Integer.toString(status));
          }
          step.end();
          RequestId.during(id, () -> step.during(() -> AnswerLog.answered(name, status)));
        });
  }

  private void fail(RoutingContext context) {
    Throwable thrown = context.failure();
    String origin = servedBy(context.normalizedPath()).map(Role::word).orElse("client");
    write(
        context,
        thrown == null ? Failures.request(context.statusCode()) : Failures.of(thrown, origin));
  }

  /**
   * Writes a failure in the form of the face that the path belongs to, if nothing is written yet.
   */
  public void write(RoutingContext context, Failure failure) {
    if (context.response().headWritten()) {
      context.response().reset();
      return;
    }
    AnswerLog.failed(failure);
    context.response().setStatusCode(failure.code().status());
    Retry.after(failure, clock.instant())
        .ifPresent(seconds -> context.response().putHeader("Retry-After", seconds));
    try {
      context
          .response()
          .putHeader("Content-Type", "application/json")
          .end(json.writeValueAsString(body(context.normalizedPath(), failure)));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The body for a path. */
  Object body(String path, Failure failure) {
    return servedBy(path).filter(role -> role == Role.GRAPH).isPresent()
        ? FailureBodies.graph(failure, RequestId.current(), clock.instant())
        : FailureBodies.ocm(failure, RequestId.current());
  }
}
