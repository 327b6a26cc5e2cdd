package io.ocmfed.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The least that telling runtimes can cost: PUTs of a table over connections that are open already,
 * with TLS, name and token checked as the operator has them checked, and nothing else.
 */
final class BarePuts implements AutoCloseable {

  private static final long LIMIT_MILLIS = 10_000;

  /** Whom to tell. */
  record Target(StandIn runtime, String serverName) {}

  private final HttpClient client;
  private final AtomicLong sequence = new AtomicLong();

  /**
   * @param authorities PEM certificates that the runtimes' certificates are verified against
   */
  BarePuts(Vertx vertx, List<String> authorities) {
    var trust = new PemTrustOptions();
    authorities.forEach(authority -> trust.addCertValue(Buffer.buffer(authority)));
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setSsl(true)
                .setVerifyHost(true)
                .setTrustOptions(trust)
                .setKeepAliveTimeout(600));
  }

  /**
   * Sends a table to all of them at once.
   *
   * @param gateways names of the pods in it
   */
  List<Future<Void>> put(List<Target> targets, List<String> gateways) {
    Buffer body = table(gateways);
    return targets.stream().map(target -> put(target, body)).toList();
  }

  /** Sends a table to all of them at once and waits for the acknowledgements. */
  void putAndWait(List<Target> targets, List<String> gateways) {
    Future.all(put(targets, gateways)).toCompletionStage().toCompletableFuture().join();
  }

  private Buffer table(List<String> gateways) {
    var endpoints = new JsonArray();
    for (String gateway : gateways) {
      endpoints.add(
          new JsonObject().put("host", "198.51.100.1").put("port", 9142).put("pod", gateway));
    }
    return new JsonObject()
        .put("fence", new JsonObject().put("term", 1).put("sequence", sequence.incrementAndGet()))
        .put("services", new JsonObject().put("gateway", endpoints).put("ocm", new JsonArray()))
        .toBuffer();
  }

  private Future<Void> put(Target target, Buffer body) {
    return client
        .request(
            new RequestOptions()
                .setMethod(HttpMethod.PUT)
                .setServer(SocketAddress.inetSocketAddress(StandIn.PORT, target.runtime().host()))
                .setHost(target.serverName())
                .setPort(StandIn.PORT)
                .setSsl(true)
                .setTimeout(LIMIT_MILLIS)
                .setURI(StandIn.BARE_PATH)
                .putHeader("authorization", "Bearer " + StandIn.TOKEN)
                .putHeader("content-type", "application/json"))
        .compose(
            request ->
                // Here, on the event loop, nothing of the answer can pass before it is read.
                request.send(body).compose(BarePuts::acknowledged));
  }

  private static Future<Void> acknowledged(HttpClientResponse response) {
    return response
        .body()
        .compose(
            answer ->
                response.statusCode() == 200
                    ? Future.succeededFuture()
                    : Future.failedFuture("status " + response.statusCode()));
  }

  @Override
  public void close() {
    client.close().toCompletionStage().toCompletableFuture().join();
  }
}
