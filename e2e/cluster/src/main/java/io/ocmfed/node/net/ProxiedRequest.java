package io.ocmfed.node.net;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** One request on its way through the ingress. */
final class ProxiedRequest {

  private static final System.Logger LOG = System.getLogger(ProxiedRequest.class.getName());
  private static final Set<String> NOT_PASSED_ON =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "expect",
          // Said anew, in the way of the protocol that the pod speaks.
          "host");
  private static final AtomicInteger TURN = new AtomicInteger();

  private final HttpClient client;
  private final HttpServerRequest request;

  ProxiedRequest(HttpClient client, HttpServerRequest request) {
    this.client = client;
    this.request = request;
  }

  void serve(Optional<IngressRoute> route) {
    if (route.isEmpty()) {
      refuse(404, "The ingress has no rule for " + request.authority() + request.path() + ".");
      return;
    }
    List<InetSocketAddress> backends = new ArrayList<>(route.get().backends());
    if (backends.isEmpty()) {
      refuse(503, "No pod of Service " + route.get().service() + " is ready.");
      return;
    }
    Collections.rotate(backends, Math.floorMod(TURN.getAndIncrement(), backends.size()));
    request.pause();
    connect(new ArrayDeque<>(backends), route.get());
  }

  /** Nothing of the body has been read yet, so the next pod may have the whole request. */
  private void connect(Deque<InetSocketAddress> left, IngressRoute route) {
    InetSocketAddress backend = left.removeFirst();
    var options =
        new RequestOptions()
            .setServer(SocketAddress.inetSocketAddress(backend))
            .setHost(backend.getHostString())
            .setPort(backend.getPort())
            .setMethod(request.method())
            .setURI(request.uri());
    client
        .request(options)
        .onSuccess(outgoing -> exchange(outgoing, left, route))
        .onFailure(
            cause -> {
              if (left.isEmpty()) {
                unreachable(route);
              } else {
                connect(left, route);
              }
            });
  }

  private void exchange(
      HttpClientRequest outgoing, Deque<InetSocketAddress> left, IngressRoute route) {
    copyHeaders(request.headers(), outgoing.headers());
    if (request.authority() != null) {
      outgoing.authority(request.authority());
    }
    forwarded(outgoing.headers());
    boolean hasBody = hasBody();
    outgoing.exceptionHandler(
        broken -> LOG.log(System.Logger.Level.DEBUG, "event=backend_broken", broken));
    // A client that goes away takes its request to the pod with it.
    request.response().exceptionHandler(gone -> outgoing.reset());
    request.response().closeHandler(closed -> outgoing.reset());
    Future<HttpClientResponse> answered;
    if (hasBody) {
      answered = outgoing.send(request);
    } else {
      readOn();
      answered = outgoing.send();
    }
    answered
        .onSuccess(this::answer)
        .onFailure(
            cause -> {
              boolean mayRepeat = !hasBody && isSafe(request.method()) && !left.isEmpty();
              if (mayRepeat && !request.response().closed()) {
                connect(left, route);
              } else {
                unreachable(route);
              }
            });
  }

  /** HTTP/2 needs neither header; what asks for something brings nothing then. */
  private boolean hasBody() {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length != null) {
      return !length.equals("0");
    }
    return request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
        || (request.version() == HttpVersion.HTTP_2 && !isSafe(request.method()));
  }

  /** Of a request that has ended nothing may be asked any more. */
  private void readOn() {
    if (!request.isEnded()) {
      request.resume();
    }
  }

  private void answer(HttpClientResponse incoming) {
    HttpServerResponse response = request.response();
    if (response.closed()) {
      incoming.request().reset();
      return;
    }
    response.setStatusCode(incoming.statusCode()).setStatusMessage(incoming.statusMessage());
    copyHeaders(incoming.headers(), response.headers());
    boolean noBody =
        request.method().equals(HttpMethod.HEAD)
            || incoming.statusCode() == 204
            || incoming.statusCode() == 304;
    if (noBody) {
      incoming.resume();
      response.end();
      return;
    }
    if (!response.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
      response.setChunked(true);
    }
    // An answer that breaks off must break off for the client too, not end as if it were whole.
    incoming.pipe().endOnFailure(false).to(response).onFailure(broken -> response.reset());
  }

  private static void copyHeaders(MultiMap from, MultiMap to) {
    String named = from.get(HttpHeaders.CONNECTION);
    List<String> ofThisHop =
        named == null ? List.of() : List.of(named.toLowerCase(Locale.ROOT).split("\\s*,\\s*"));
    from.forEach(
        header -> {
          String name = header.getKey().toLowerCase(Locale.ROOT);
          if (!NOT_PASSED_ON.contains(name) && !ofThisHop.contains(name)) {
            to.add(header.getKey(), header.getValue());
          }
        });
  }

  /** Set, not added: what a client claims about itself is not passed on. */
  private void forwarded(MultiMap headers) {
    headers.set("X-Forwarded-For", request.remoteAddress().hostAddress());
    headers.set("X-Forwarded-Proto", "https");
    headers.set("X-Forwarded-Host", String.valueOf(request.authority()));
    headers.set("X-Forwarded-Port", String.valueOf(request.localAddress().port()));
  }

  private static boolean isSafe(HttpMethod method) {
    return Set.of("GET", "HEAD", "OPTIONS", "PROPFIND").contains(method.name());
  }

  private void unreachable(IngressRoute route) {
    refuse(502, "No pod of Service " + route.service() + " answers.");
  }

  private void refuse(int status, String sentence) {
    HttpServerResponse response = request.response();
    if (response.closed() || response.headWritten()) {
      response.reset();
      return;
    }
    readOn();
    response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
        .end(sentence + "\n");
  }
}
