package io.ocmfed.runtime.peer;

import io.ocmfed.runtime.trace.TraceParent;
import io.ocmfed.runtime.web.Failure;
import io.ocmfed.runtime.web.FailureException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * HTTPS to a peer's own host. The name is resolved here, its addresses are checked, and the
 * connection goes to the address that was checked, so that a name cannot change its meaning in
 * between; TLS still verifies the name. Redirects are answers like others. Blocks; never call it on
 * an event loop.
 */
final class PeerHttp {

  private static final int ADDRESSES_TRIED = 3;

  private final PeerClients clients;
  private final Resolver resolver;
  private final AddressGuard guard;
  private final Limits limits;

  PeerHttp(Vertx vertx, Resolver resolver, AddressGuard guard, Limits limits) {
    this.clients = new PeerClients(vertx, limits);
    this.resolver = resolver;
    this.guard = guard;
    this.limits = limits;
  }

  /**
   * @param connect for each of resolving, connecting and the TLS handshake
   * @param total until the whole answer has been read; of a stream, until its head has
   * @param idle of a stream: until the next bytes
   * @param answerBytes of a complete answer
   */
  record Limits(Duration connect, Duration total, Duration idle, int answerBytes) {
    static final Limits DEFAULT =
        new Limits(Duration.ofSeconds(3), Duration.ofSeconds(10), Duration.ofSeconds(30), 1 << 20);
  }

  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "PROPFIND");

  /** Finds the addresses of a name; may block. */
  @FunctionalInterface
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  /** A request; body null sends none. */
  record Call(String method, URI uri, Map<String, String> headers, byte[] body) {}

  /** A complete answer; header names are lower case. */
  record Reply(int status, Map<String, String> headers, byte[] body) {}

  /**
   * Sends and reads the whole answer.
   *
   * @throws io.ocmfed.runtime.web.FailureException PEER_UNREACHABLE without an answer in time;
   *     PEER_INCOMPATIBLE when the address is not the peer's or the answer too long
   */
  Reply exchange(TrustBook.Trust trust, Call call) {
    return again(call, () -> exchangeOnce(trust, call));
  }

  private Reply exchangeOnce(TrustBook.Trust trust, Call call) {
    Deadline deadline = new Deadline(limits.total());
    Connected connected = connect(trust, call, deadline);
    CompletableFuture<Reply> reply =
        send(connected.request(), call)
            .compose(response -> whole(trust.domain(), call, connected.request(), response))
            .toCompletionStage()
            .toCompletableFuture();
    return await(trust, connected, reply, deadline);
  }

  /** Sends and returns as soon as the head of the answer is there. */
  PeerCalls.Stream stream(TrustBook.Trust trust, Call call) {
    return again(call, () -> streamOnce(trust, call));
  }

  /**
   * A kept connection may be closed by the other side just when it is used again. A request that
   * changes nothing is then sent once more (RFC 9110, 9.2.2); others are the outbox's to repeat,
   * because they are signed anew.
   */
  private static <T> T again(Call call, Supplier<T> once) {
    try {
      return once.get();
    } catch (FailureException failed) {
      if (SAFE.contains(call.method()) && failed.getCause() instanceof HttpClosedException) {
        return once.get();
      }
      throw failed;
    }
  }

  private PeerCalls.Stream streamOnce(TrustBook.Trust trust, Call call) {
    Deadline deadline = new Deadline(limits.total());
    Connected connected = connect(trust, call, deadline);
    CompletableFuture<PeerCalls.Stream> stream =
        send(connected.request(), call)
            .map(
                response ->
                    new PeerCalls.Stream(
                        response.statusCode(),
                        headers(response),
                        new ResponseBody(response, limits.idle())))
            .toCompletionStage()
            .toCompletableFuture();
    return await(trust, connected, stream, deadline);
  }

  /** Closes the connections to a domain; what is under way may finish. */
  void forget(String domain) {
    clients.forget(domain);
  }

  private Connected connect(TrustBook.Trust trust, Call call, Deadline deadline) {
    String domain = trust.domain();
    URI uri = call.uri();
    PeerHosts.refusal(domain, uri)
        .ifPresent(
            why -> {
              throw PeerFailures.incompatible(
                      domain, null, "The call to " + domain + " was not made: " + why + ".")
                  .toException();
            });
    int port = uri.getPort() < 0 ? 443 : uri.getPort();
    HttpClient client = client(trust);
    List<String> tried = new ArrayList<>();
    Throwable last = null;
    for (InetAddress address : allowed(domain, uri.getHost(), port)) {
      tried.add(address.getHostAddress() + ":" + port);
      RequestOptions options =
          new RequestOptions()
              .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
              .setHost(uri.getHost())
              .setPort(port)
              .setSsl(true)
              .setMethod(HttpMethod.valueOf(call.method()))
              .setURI(pathAndQuery(uri))
              .setFollowRedirects(false)
              .setConnectTimeout(limits.connect().multipliedBy(2).toMillis());
      CompletableFuture<HttpClientRequest> connecting =
          client.request(options).toCompletionStage().toCompletableFuture();
      try {
        return new Connected(
            connecting.get(deadline.left(), TimeUnit.NANOSECONDS), String.join(", ", tried));
      } catch (ExecutionException failed) {
        last = failed.getCause();
      } catch (TimeoutException slow) {
        connecting.thenAccept(HttpClientRequest::reset);
        last = slow;
      } catch (InterruptedException interrupted) {
        connecting.thenAccept(HttpClientRequest::reset);
        throw interrupted(domain, interrupted);
      }
    }
    throw PeerFailures.of(domain, String.join(", ", tried), last, tried.size()).toException(last);
  }

  private HttpClient client(TrustBook.Trust trust) {
    try {
      return clients.of(trust);
    } catch (IllegalArgumentException badCa) {
      throw PeerFailures.unreachable(
              trust.domain(),
              null,
              "The CA certificate of the OcmTrust for "
                  + trust.domain()
                  + " is not PEM; correct what caCertificateRef names.",
              0)
          .toException(badCa);
    }
  }

  private List<InetAddress> allowed(String domain, String host, int port) {
    CompletableFuture<InetAddress[]> resolving = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("resolve-" + host)
        .start(
            () -> {
              try {
                resolving.complete(resolver.resolve(host));
              } catch (UnknownHostException | SecurityException unknown) {
                resolving.completeExceptionally(unknown);
              }
            });
    List<InetAddress> allowed = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    try {
      for (InetAddress address :
          resolving.get(limits.connect().toMillis(), TimeUnit.MILLISECONDS)) {
        guard
            .refusal(address)
            .ifPresentOrElse(
                why -> refused.add(address.getHostAddress() + " " + why),
                () -> allowed.add(address));
      }
    } catch (ExecutionException failed) {
      throw PeerFailures.of(domain, host + ":" + port, failed.getCause(), 1)
          .toException(failed.getCause());
    } catch (TimeoutException slow) {
      throw PeerFailures.of(domain, host + ":" + port, new UnknownHostException(host), 1)
          .toException(slow);
    } catch (InterruptedException interrupted) {
      throw interrupted(domain, interrupted);
    }
    if (allowed.isEmpty()) {
      throw PeerFailures.unreachable(
              domain,
              null,
              "The call to "
                  + domain
                  + " was not made: "
                  + String.join(", ", refused)
                  + ". Peers are not called there; check the DNS of the domain.",
              0)
          .toException();
    }
    return allowed.subList(0, Math.min(allowed.size(), ADDRESSES_TRIED));
  }

  private static Future<HttpClientResponse> send(HttpClientRequest request, Call call) {
    call.headers().forEach(request::putHeader);
    // Not covered by the signature: whoever relays a message may add its own step.
    TraceParent.current().ifPresent(trace -> request.putHeader(TraceParent.HEADER, trace));
    Future<HttpClientResponse> response =
        request
            .response()
            .map(
                head -> {
                  // On the event loop: nothing of the body may pass before somebody listens.
                  head.pause();
                  return head;
                });
    Future<Void> sent =
        call.body() == null ? request.end() : request.end(Buffer.buffer(call.body()));
    return sent.compose(done -> response, failed -> response);
  }

  private Future<Reply> whole(
      String domain, Call call, HttpClientRequest request, HttpClientResponse response) {
    io.vertx.core.Promise<Reply> reply = io.vertx.core.Promise.promise();
    Buffer body = Buffer.buffer();
    response.exceptionHandler(reply::tryFail);
    response.endHandler(
        done ->
            reply.tryComplete(
                new Reply(response.statusCode(), headers(response), body.getBytes())));
    response.handler(
        chunk -> {
          if (body.length() + chunk.length() > limits.answerBytes()) {
            reply.tryFail(
                PeerFailures.incompatible(
                        domain,
                        call.uri().getAuthority(),
                        domain + " answered more than " + limits.answerBytes() + " bytes.")
                    .toException());
            request.reset();
          } else {
            body.appendBuffer(chunk);
          }
        });
    response.resume();
    return reply.future();
  }

  private static <T> T await(
      TrustBook.Trust trust, Connected connected, CompletableFuture<T> future, Deadline deadline) {
    try {
      return future.get(deadline.left(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof FailureException failure) {
        throw failure;
      }
      Failure failure = PeerFailures.of(trust.domain(), connected.endpoint(), failed.getCause(), 1);
      throw failure.toException(failed.getCause());
    } catch (TimeoutException slow) {
      connected.request().reset();
      throw PeerFailures.of(trust.domain(), connected.endpoint(), slow, 1).toException(slow);
    } catch (InterruptedException interrupted) {
      connected.request().reset();
      throw interrupted(trust.domain(), interrupted);
    }
  }

  private static RuntimeException interrupted(String domain, InterruptedException interrupted) {
    Thread.currentThread().interrupt();
    return PeerFailures.unreachable(domain, null, "The call to " + domain + " was cancelled.", 1)
        .toException(interrupted);
  }

  private static Map<String, String> headers(HttpClientResponse response) {
    Map<String, String> headers = new LinkedHashMap<>();
    response
        .headers()
        .forEach(
            (name, value) ->
                headers.merge(
                    name.toLowerCase(Locale.ROOT), value, (first, next) -> first + ", " + next));
    return headers;
  }

  private static String pathAndQuery(URI uri) {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }

  private record Connected(HttpClientRequest request, String endpoint) {}

  private static final class Deadline {
    private final long at;

    Deadline(Duration limit) {
      this.at = System.nanoTime() + limit.toNanos();
    }

    long left() {
      return Math.max(0, at - System.nanoTime());
    }
  }
}
