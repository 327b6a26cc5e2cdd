package io.ocmfed.runtime.peer;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A peer on loopback, HTTPS; answers paths as it is told, 404 otherwise. */
public final class PeerServer implements AutoCloseable {

  private final HttpServer server;
  private final Map<String, Handler<HttpServerRequest>> handlers = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();

  public PeerServer(Vertx vertx, PemKeyCertOptions certificate) {
    HttpServerOptions options = new HttpServerOptions();
    options.setSsl(true).setKeyCertOptions(certificate).setHost("127.0.0.1").setPort(0);
    server =
        vertx
            .createHttpServer(options)
            .requestHandler(this::answer)
            .listen()
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  public String domain() {
    return "localhost:" + server.actualPort();
  }

  int port() {
    return server.actualPort();
  }

  public PeerServer on(String path, Handler<HttpServerRequest> handler) {
    handlers.put(path, handler);
    return this;
  }

  /** A good discovery document at the well-known address. */
  public PeerServer discoverable() {
    return json(
        "/.well-known/ocm",
        """
        {"enabled":true,"apiVersion":"1.4.0","endPoint":"https://%1$s/ocm",
         "capabilities":["http-sig"],"jwksUri":"https://%1$s/ocm/jwks"}"""
            .formatted(domain()));
  }

  public PeerServer json(String path, String body) {
    return on(
        path,
        request -> request.response().putHeader("Content-Type", "application/json").end(body));
  }

  /** How often a path was asked for. */
  int calls(String path) {
    return calls.getOrDefault(path, new AtomicInteger()).get();
  }

  private void answer(HttpServerRequest request) {
    calls.computeIfAbsent(request.path(), path -> new AtomicInteger()).incrementAndGet();
    handlers
        .getOrDefault(request.path(), other -> other.response().setStatusCode(404).end())
        .handle(request);
  }

  @Override
  public void close() {
    server.close().toCompletionStage().toCompletableFuture().join();
  }
}
