package io.ocmfed.node.net;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.KeyCertOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The ingress: ends TLS on 127.0.0.1 and passes requests on to ready pods over HTTPS, whose
 * certificates it does not verify, for they are for the Service's names and this is the same node.
 * Bodies stream both ways. HTTP/2 on both sides with whoever speaks it: a thousand requests that
 * wait must not cost two thousand TLS handshakes.
 */
final class IngressProxy implements AutoCloseable {

  private static final int LONGEST_LINE = 16 * 1024;
  private static final int CONNECT_MILLIS = 2000;

  /**
   * What all requests of a connection may be ahead of their readers together: far more than the 64
   * KiB of each, so that those whose reader pauses do not keep the others waiting.
   */
  private static final int CONNECTION_WINDOW = 16 * 1024 * 1024;

  private final Vertx vertx = Vertx.vertx();
  private final IngressCertificates certificates = new IngressCertificates();
  private final HttpClient client;
  private final List<HttpServer> servers = new ArrayList<>();
  private volatile List<IngressRoute> routes = List.of();

  /**
   * @throws IllegalStateException if a port cannot be listened on
   */
  IngressProxy(List<Integer> ports) {
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setSsl(true)
                .setTrustAll(true)
                .setVerifyHost(false)
                .setUseAlpn(true)
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2MaxPoolSize(64)
                .setHttp2ConnectionWindowSize(CONNECTION_WINDOW)
                .setMaxPoolSize(1024)
                .setKeepAliveTimeout(5)
                .setConnectTimeout(CONNECT_MILLIS)
                .setMaxHeaderSize(4 * LONGEST_LINE)
                .setDecompressionSupported(false));
    try {
      for (int port : ports) {
        servers.add(listen(port));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private HttpServer listen(int port) {
    HttpServer server =
        vertx.createHttpServer(
            new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setSsl(true)
                .setUseAlpn(true)
                .setHttp2ConnectionWindowSize(CONNECTION_WINDOW)
                .setKeyCertOptions(KeyCertOptions.wrap(certificates))
                .setMaxInitialLineLength(LONGEST_LINE)
                .setMaxHeaderSize(4 * LONGEST_LINE)
                .setHandle100ContinueAutomatically(true));
    server.requestHandler(this::serve);
    await(server.listen(), "listen on 127.0.0.1:" + port);
    return server;
  }

  void apply(List<IngressRoute> wanted) {
    routes = wanted;
  }

  IngressCertificates certificates() {
    return certificates;
  }

  private void serve(HttpServerRequest request) {
    String host = request.authority() == null ? "" : request.authority().host();
    String path = request.path() == null ? "/" : request.path();
    new ProxiedRequest(client, request)
        .serve(routes.stream().filter(route -> route.matches(host, path)).findFirst());
  }

  @Override
  public void close() {
    await(vertx.close(), "end the ingress");
  }

  private static void await(Future<?> future, String what) {
    try {
      future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted; cannot " + what, e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "cannot " + what + ": " + e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("cannot " + what + " in time", e);
    }
  }
}
