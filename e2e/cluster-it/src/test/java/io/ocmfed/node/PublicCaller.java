package io.ocmfed.node;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Calls {@code cloud.localhost} on a public port and verifies its certificate. Java resolves such
 * names only where the machine does, so the address is given.
 */
final class PublicCaller implements AutoCloseable {

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client;
  private final int port;

  record Answer(int status, byte[] body, X509Certificate certificate) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  PublicCaller(int port, String authority, HttpVersion version) {
    this.port = port;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setSsl(true)
                .setForceSni(true)
                .setUseAlpn(version == HttpVersion.HTTP_2)
                .setProtocolVersion(version)
                .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(authority))));
  }

  Answer get(String path) throws Exception {
    return send("GET", path, new byte[0]);
  }

  Answer send(String method, String path, byte[] body) throws Exception {
    var options =
        new RequestOptions()
            .setMethod(HttpMethod.valueOf(method))
            .setServer(SocketAddress.inetSocketAddress(port, "127.0.0.1"))
            .setHost("cloud.localhost")
            .setPort(port)
            .setURI(path);
    try {
      return client
          .request(options)
          .compose(
              request ->
                  (body.length == 0 ? request.send() : request.send(Buffer.buffer(body)))
                      .compose(
                          response ->
                              response
                                  .body()
                                  .map(
                                      bytes ->
                                          new Answer(
                                              response.statusCode(),
                                              bytes.getBytes(),
                                              certificate(request)))))
          .toCompletionStage()
          .toCompletableFuture()
          .get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    }
  }

  private static X509Certificate certificate(HttpClientRequest request) {
    try {
      return (X509Certificate) request.connection().peerCertificates().getFirst();
    } catch (SSLPeerUnverifiedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
