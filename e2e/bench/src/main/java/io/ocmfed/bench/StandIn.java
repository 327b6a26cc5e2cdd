package io.ocmfed.bench;

import io.ocmfed.cluster.CertifiedKey;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.UUID;

/**
 * A runtime as far as the operator sees one: HTTPS on a loopback address of its own, bearer token,
 * endpoint tables with their fence rules, an event stream on which nothing happens, and no records.
 * Here too end the bare requests of the baseline, with the same checks, at another path.
 */
final class StandIn implements AutoCloseable {

  /** The management port of all runtimes. */
  static final int PORT = 9000;

  static final String TOKEN = "admin-token-of-the-bench";

  /** Where the baseline's tables go. */
  static final String BARE_PATH = "/bare/v1/endpoints";

  private static final String ADMIN = "/admin/v1/";
  private static final String ADMIN_PATH = ADMIN + "endpoints";
  private static final String AUTHORIZATION = "Bearer " + TOKEN;
  private static final long KEEP_ALIVE_MILLIS = 10_000;

  private final Vertx vertx;
  private final String host;
  private final String instanceId = UUID.randomUUID().toString();
  private final TableSlot table = new TableSlot();
  private final TableSlot bare = new TableSlot();
  private final HttpServer server;

  StandIn(Vertx vertx, CertifiedKey key, String host) {
    this.vertx = vertx;
    this.host = host;
    this.server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setSsl(true)
                    .setKeyCertOptions(
                        new PemKeyCertOptions()
                            .addCertValue(Buffer.buffer(key.certificate()))
                            .addKeyValue(Buffer.buffer(key.privateKey()))))
            .requestHandler(this::handle);
    server.listen(PORT, host).toCompletionStage().toCompletableFuture().join();
  }

  String host() {
    return host;
  }

  /** What the operator has sent. */
  TableSlot table() {
    return table;
  }

  /** What the baseline has sent. */
  TableSlot bare() {
    return bare;
  }

  private void handle(HttpServerRequest request) {
    if (!AUTHORIZATION.equals(request.getHeader("authorization"))) {
      request.response().setStatusCode(401).end();
      return;
    }
    String path = request.path();
    switch (path) {
      case ADMIN_PATH -> endpoints(request, table);
      case BARE_PATH -> endpoints(request, bare);
      case ADMIN + "events" -> follow(request);
      default ->
          answer(request, 200, new JsonObject().put("items", new JsonArray()).put("cursor", 0));
    }
  }

  private void endpoints(HttpServerRequest request, TableSlot slot) {
    if (request.method() != HttpMethod.PUT) {
      answer(request, 200, receipt(slot));
      return;
    }
    request
        .body()
        .onSuccess(
            body -> {
              boolean applied = slot.offer(body.toJsonObject());
              answer(request, applied ? 200 : 409, receipt(slot));
              if (applied) {
                slot.acknowledged();
              }
            });
  }

  private JsonObject receipt(TableSlot slot) {
    return new JsonObject().put("applied", slot.fence()).put("instanceId", instanceId);
  }

  private void follow(HttpServerRequest request) {
    HttpServerResponse stream =
        request.response().setChunked(true).putHeader("content-type", "text/event-stream");
    stream.write(": open\n\n");
    long timer = vertx.setPeriodic(KEEP_ALIVE_MILLIS, _ -> stream.write(": alive\n\n"));
    stream.closeHandler(_ -> vertx.cancelTimer(timer));
  }

  private static void answer(HttpServerRequest request, int status, JsonObject body) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("content-type", "application/json")
        .end(body.toBuffer());
  }

  @Override
  public void close() {
    server.close().toCompletionStage().toCompletableFuture().join();
  }
}
