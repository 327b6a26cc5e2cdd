package io.ocmfed.churn;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocmfed.journeys.Side;
import io.ocmfed.launcher.DemoUser;
import io.ocmfed.launcher.Installer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A user reads a file in one request, as far as he is told to, and then goes on. */
final class Download implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 120;

  private final Vertx vertx = Vertx.vertx();
  private final MessageDigest digest = sha256();
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private final HttpClientResponse response;

  // Guarded by this.
  private long length;
  private long target;
  private CompletableFuture<Void> reached = new CompletableFuture<>();

  Download(Side side, String userId, URI file) {
    DemoUser user = side.user(userId);
    String authority =
        side.world()
            .client()
            .configMaps()
            .inNamespace(side.cloud().namespace())
            .withName(Installer.AUTHORITY)
            .require()
            .getData()
            .get("ca.crt");
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setSsl(true)
                .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(authority))));
    String login =
        Base64.getEncoder()
            .encodeToString(
                (user.login() + ":" + user.password()).getBytes(StandardCharsets.UTF_8));
    this.response =
        join(
            client
                .request(
                    new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setServer(SocketAddress.inetSocketAddress(file.getPort(), "127.0.0.1"))
                        .setHost(file.getHost())
                        .setPort(file.getPort())
                        .setURI(file.getRawPath())
                        .putHeader("Authorization", "Basic " + login))
                .compose(
                    request ->
                        request
                            .send()
                            .map(
                                answer -> {
                                  answer.pause();
                                  answer.handler(this::piece);
                                  answer.endHandler(_ -> ended());
                                  answer.exceptionHandler(this::broken);
                                  return answer;
                                }))
                .toCompletionStage()
                .toCompletableFuture());
    assertThat(response.statusCode()).isEqualTo(200);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private synchronized void piece(Buffer piece) {
    digest.update(piece.getBytes());
    length += piece.length();
    if (length >= target) {
      response.pause();
      reached.complete(null);
    }
  }

  private void ended() {
    end.complete(null);
  }

  private synchronized void broken(Throwable why) {
    var error = new AssertionError("broken off after %d bytes".formatted(length), why);
    end.completeExceptionally(error);
    reached.completeExceptionally(error);
  }

  /** Reads on until there are so many bytes, or a little more, and then no further. */
  void readUntil(long bytes) {
    CompletableFuture<Void> there;
    synchronized (this) {
      target = bytes;
      reached = new CompletableFuture<>();
      there = reached;
    }
    response.resume();
    join(CompletableFuture.anyOf(there, end));
  }

  /** Reads the rest and returns the SHA-256 of all. */
  byte[] readToTheEnd() {
    synchronized (this) {
      target = Long.MAX_VALUE;
    }
    response.resume();
    join(end);
    return digest.digest();
  }

  synchronized long length() {
    return length;
  }

  private static <T> T join(CompletableFuture<T> future) {
    return future.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
