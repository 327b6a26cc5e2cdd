package io.ocmfed.launcher;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls clouds as people and their programs do: HTTPS to the public domain, verified against the
 * demo's authority. Names below {@code .localhost} are dialled at 127.0.0.1, whatever this
 * machine's resolver thinks of them. Blocks until the answer is there.
 */
public final class CloudClient implements AutoCloseable {

  /** Longer than graph waits for a gateway and for ocm: it is graph who has to give up. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String LOOPBACK = "127.0.0.1";

  /** For all requests of a steady reader at once, when nothing is answered for that long. */
  private static final int CONNECTIONS = 64;

  /** The same where the ingress of a cluster does not speak HTTP/2: one for each request. */
  private static final int HTTP_1_CONNECTIONS = 5000;

  private final Vertx vertx = Vertx.vertx();
  private final WebClient client;

  /**
   * @param authority the PEM of the authority that the clouds' certificates are verified against
   */
  public CloudClient(String authority) {
    this.client =
        WebClient.create(
            vertx,
            new WebClientOptions()
                .setSsl(true)
                .setVerifyHost(true)
                .setFollowRedirects(false)
                .setUserAgent("ocmfed-demo")
                .setUseAlpn(true)
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2MaxPoolSize(CONNECTIONS)
                .setMaxPoolSize(HTTP_1_CONNECTIONS)
                .setPemTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(authority))));
  }

  /**
   * What came back.
   *
   * @param status the HTTP status
   * @param headers by lower-case name; of repeated ones the first
   * @param body as it is
   */
  public record Answer(int status, Map<String, String> headers, byte[] body) {

    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    /**
     * @throws io.vertx.core.json.DecodeException when the body is no JSON object
     */
    public JsonObject json() {
      return new JsonObject(Buffer.buffer(body));
    }

    @Override
    public String toString() {
      return status + " " + text();
    }
  }

  /** GET as a user. */
  public Answer get(URI uri, DemoUser user) {
    return send("GET", uri, user, Map.of(), new byte[0]);
  }

  /** DELETE as a user. */
  public Answer delete(URI uri, DemoUser user) {
    return send("DELETE", uri, user, Map.of(), new byte[0]);
  }

  /** POST of JSON as a user. */
  public Answer post(URI uri, DemoUser user, JsonObject body) {
    return send(
        "POST", uri, user, Map.of("Content-Type", "application/json"), body.toBuffer().getBytes());
  }

  /**
   * Sends a request and waits for the answer, whatever its status.
   *
   * @param user logs in with name and password; null: nobody
   * @throws LauncherException when there is no answer within 60 s
   */
  public Answer send(
      String verb, URI uri, DemoUser user, Map<String, String> headers, byte[] body) {
    int port = uri.getPort() < 0 ? 443 : uri.getPort();
    var options =
        new RequestOptions()
            .setHost(uri.getHost())
            .setPort(port)
            .setSsl(true)
            .setURI(uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()));
    var method = HttpMethod.valueOf(verb);
    // Where to dial goes beside the options; a server within them is not looked at.
    HttpRequest<Buffer> request =
        uri.getHost().endsWith(".localhost")
            ? client.request(method, SocketAddress.inetSocketAddress(port, LOOPBACK), options)
            : client.request(method, options);
    headers.forEach(request::putHeader);
    if (user != null) {
      request.basicAuthentication(user.login(), user.password());
    }
    return answer(request, Buffer.buffer(body), PATIENCE, "%s %s".formatted(verb, uri));
  }

  /**
   * Sends a request and waits for the answer, whatever its status.
   *
   * @param what it is, for the messages
   * @throws LauncherException when there is no answer in time
   */
  static Answer answer(HttpRequest<Buffer> request, Buffer body, Duration patience, String what) {
    try {
      return answer(
          request
              .timeout(patience.toMillis())
              .sendBuffer(body)
              .toCompletionStage()
              .toCompletableFuture()
              .get(patience.toSeconds() + 5, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      throw new LauncherException(
          "%s fails: %s".formatted(what, e.getCause().getMessage()), e.getCause());
    } catch (TimeoutException e) {
      throw new LauncherException(what + " does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LauncherException(what + " was interrupted", e);
    }
  }

  private static Answer answer(HttpResponse<Buffer> response) {
    var headers = new LinkedHashMap<String, String>();
    response
        .headers()
        .forEach(h -> headers.putIfAbsent(h.getKey().toLowerCase(Locale.ROOT), h.getValue()));
    byte[] body = response.body() == null ? new byte[0] : response.body().getBytes();
    return new Answer(response.statusCode(), headers, body);
  }

  @Override
  public void close() {
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
