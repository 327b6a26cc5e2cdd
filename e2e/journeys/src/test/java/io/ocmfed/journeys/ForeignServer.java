package io.ocmfed.journeys;

import io.ocmfed.cluster.CertificateAuthority;
import io.ocmfed.cluster.CertifiedKey;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.List;

/** An HTTPS server on localhost that answers everything with one JSON document. */
record ForeignServer(Vertx vertx, HttpServer server) implements AutoCloseable {

  static ForeignServer start(CertificateAuthority authority, String document) {
    CertifiedKey key =
        authority.issue(
            "localhost", List.of(), List.of("localhost"), CertificateAuthority.KeyType.EC);
    Vertx vertx = Vertx.vertx();
    HttpServer server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setHost("127.0.0.1")
                    .setPort(0)
                    .setSsl(true)
                    .setKeyCertOptions(
                        new PemKeyCertOptions()
                            .addCertValue(Buffer.buffer(key.certificate()))
                            .addKeyValue(Buffer.buffer(key.privateKey()))))
            .requestHandler(
                request ->
                    request.response().putHeader("Content-Type", "application/json").end(document))
            .listen()
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    return new ForeignServer(vertx, server);
  }

  String domain() {
    return "localhost:" + server.actualPort();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
