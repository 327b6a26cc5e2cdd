package io.ocmfed.runtime.webdav;

import io.ocmfed.runtime.gateway.GatewayClient;
import io.ocmfed.runtime.peer.PeerCalls;
import io.ocmfed.runtime.settings.Role;
import io.ocmfed.runtime.settings.Roles;
import io.ocmfed.runtime.share.SharedAccess;
import io.ocmfed.runtime.web.PublicFaces;
import io.ocmfed.runtime.web.RequestId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;

/** Puts both faces on the public listener, each request on a virtual thread. */
@Singleton
final class DavRoutes {

  /** A propfind names some properties; it needs no more. */
  private static final int BODY_BYTES = 64 * 1024;

  private final Roles roles;
  private final SharedDav shared;
  private final ReceivedDav received;

  DavRoutes(
      Roles roles, SharedAccess shares, GatewayClient gateway, PeerCalls peers, Clock clock) {
    this.roles = roles;
    this.shared = new SharedDav(shares, gateway, clock);
    this.received = new ReceivedDav(shares, gateway, peers, clock);
  }

  void register(@Observes Router router) {
    if (roles.has(Role.OCM)) {
      router.route(shared.prefix() + "*").handler(context -> serve(context, shared));
      router.route(received.prefix() + "*").handler(context -> serve(context, received));
    }
  }

  private static void serve(RoutingContext context, DavFace face) {
    HttpServerRequest request = context.request();
    String id = PublicFaces.requestId(context);
    // The raw path: a normalised one would hide what the client tried.
    String path = request.path() == null ? "" : request.path();
    String below = path.startsWith(face.prefix()) ? path.substring(face.prefix().length()) : "";
    if (!request.method().name().equals("PROPFIND")) {
      request.resume();
      start(new DavExchange(request, id, below, new byte[0]), face);
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
            start(new DavExchange(request, id, below, body.getBytes()), face);
          }
        });
    request.resume();
  }

  private static void start(DavExchange exchange, DavFace face) {
    Thread.ofVirtual()
        .name("dav-" + exchange.id())
        .start(() -> RequestId.during(exchange.id(), () -> face.serve(exchange)));
  }
}
