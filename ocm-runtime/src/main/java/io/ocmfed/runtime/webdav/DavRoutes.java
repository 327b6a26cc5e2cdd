package io.ocmfed.runtime.webdav;

import io.ocmfed.runtime.gateway.GatewayClient;
import io.ocmfed.runtime.peer.PeerCalls;
import io.ocmfed.runtime.settings.Role;
import io.ocmfed.runtime.settings.Roles;
import io.ocmfed.runtime.share.SharedAccess;
import io.ocmfed.runtime.trace.TraceParent;
import io.ocmfed.runtime.web.PublicFaces;
import io.ocmfed.runtime.web.RequestId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Puts both faces on the public listener, each request on a virtual thread. */
@Singleton
final class DavRoutes {

  /** A propfind names some properties; it needs no more. */
  private static final int BODY_BYTES = 64 * 1024;

  private final Roles roles;
  private final Supplier<SharedDav> shared;
  private final Supplier<ReceivedDav> received;

  /** The collaborators are looked up only in the ocm role, which has them. */
  @Inject
  DavRoutes(
      Roles roles,
      Instance<SharedAccess> shares,
      Instance<GatewayClient> gateway,
      Instance<PeerCalls> peers,
      Clock clock) {
    this(
        roles,
        () -> new SharedDav(shares.get(), gateway.get(), clock),
        () -> new ReceivedDav(shares.get(), gateway.get(), peers.get(), clock));
  }

  DavRoutes(Roles roles, Supplier<SharedDav> shared, Supplier<ReceivedDav> received) {
    this.roles = roles;
    this.shared = shared;
    this.received = received;
  }

  void register(@Observes Router router) {
    if (roles.has(Role.OCM)) {
      mount(router, shared.get());
      mount(router, received.get());
    }
  }

  private static void mount(Router router, DavFace face) {
    router.route(face.prefix() + "*").handler(context -> serve(context, face));
  }

  private static void serve(RoutingContext context, DavFace face) {
    HttpServerRequest request = context.request();
    String id = PublicFaces.requestId(context);
    String trace = TraceParent.current().orElse(null);
    // The raw path: a normalised one would hide what the client tried.
    String path = request.path() == null ? "" : request.path();
    String below = path.startsWith(face.prefix()) ? path.substring(face.prefix().length()) : "";
    if (!request.method().name().equals("PROPFIND")) {
      request.resume();
      start(new DavExchange(request, id, below, new byte[0]), face, trace);
      return;
    }
    Buffer body = Buffer.buffer();
    AtomicBoolean tooLong = new AtomicBoolean();
    request.handler(
        chunk -> {
          if (body.length() + chunk.length() > BODY_BYTES) {
            if (!tooLong.getAndSet(true)) {
              request.response().setStatusCode(413).putHeader("Connection", "close").end();
            }
          } else {
            body.appendBuffer(chunk);
          }
        });
    request.endHandler(
        end -> {
          if (!tooLong.get()) {
            start(new DavExchange(request, id, below, body.getBytes()), face, trace);
          }
        });
    request.resume();
  }

  private static void start(DavExchange exchange, DavFace face, String trace) {
    Runnable serve = () -> TraceParent.during(trace, () -> face.serve(exchange));
    Thread.ofVirtual()
        .name("dav-" + exchange.id())
        .start(() -> RequestId.during(exchange.id(), serve));
  }
}
