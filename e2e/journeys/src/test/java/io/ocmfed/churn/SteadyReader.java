package io.ocmfed.churn;

import static org.awaitility.Awaitility.await;

import io.ocmfed.journeys.Side;
import io.ocmfed.launcher.DemoUser;
import io.ocmfed.launcher.Installer;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A user who looks at what is shared with him fifty times a second through the public URL of Graph,
 * whatever becomes of the looks before: each is sent when it is due, and its time counts from then.
 * Each makes graph log the user in at a gateway, which nobody caches.
 */
final class SteadyReader implements AutoCloseable {

  static final Duration EVERY = Duration.ofMillis(20);

  /** Longer than graph waits for a gateway and for ocm: it is graph who has to give up. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final int MOST_AT_ONCE = 5000;

  private final Vertx vertx = Vertx.vertx();
  private final WebClient client;
  private final SocketAddress address;
  private final RequestOptions options;
  private final DemoUser user;
  private final String expected;
  private final Collection<Look> looks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger sent = new AtomicInteger();
  private final Thread clock =
      Thread.ofPlatform().daemon().name("steady-reader").unstarted(this::run);
  private volatile boolean enough;

  /**
   * One look.
   *
   * @param due when it was to be sent, {@link System#nanoTime()}
   * @param ended when the answer was there
   * @param problem what came instead of the list; empty when all was well
   */
  record Look(long due, long ended, String problem) {

    boolean failed() {
      return !problem.isEmpty();
    }

    Duration latency() {
      return Duration.ofNanos(ended - due);
    }
  }

  /**
   * @param expected the name of something that is shared with the user: an answer without it is
   *     none
   */
  SteadyReader(Side side, String userId, String expected) {
    this.user = side.user(userId);
    this.expected = "\"" + expected + "\"";
    URI uri = URI.create(side.cloud().graph() + "/v1beta1/me/drive/sharedWithMe");
    this.address = SocketAddress.inetSocketAddress(uri.getPort(), "127.0.0.1");
    this.options =
        new RequestOptions().setHost(uri.getHost()).setPort(uri.getPort()).setURI(uri.getRawPath());
    String authority =
        side.world()
            .client()
            .configMaps()
            .inNamespace(side.cloud().namespace())
            .withName(Installer.AUTHORITY)
            .require()
            .getData()
            .get("ca.crt");
    this.client =
        WebClient.create(
            vertx,
            new WebClientOptions()
                .setSsl(true)
                .setMaxPoolSize(MOST_AT_ONCE)
                .setPemTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(authority))));
  }

  SteadyReader start() {
    clock.start();
    return this;
  }

  private void run() {
    long due = System.nanoTime();
    while (!enough) {
      long wait = due - System.nanoTime();
      if (wait > 0) {
        LockSupport.parkNanos(wait);
      } else {
        send(due);
        due += EVERY.toNanos();
      }
    }
  }

  private void send(long due) {
    sent.incrementAndGet();
    client
        .request(HttpMethod.GET, address, options)
        .ssl(true)
        .timeout(PATIENCE.toMillis())
        .basicAuthentication(user.login(), user.password())
        .send(answer -> looks.add(new Look(due, System.nanoTime(), problem(answer))));
  }

  private String problem(AsyncResult<HttpResponse<Buffer>> answer) {
    if (answer.failed()) {
      return answer.cause().toString();
    }
    String body = answer.result().bodyAsString();
    boolean well = answer.result().statusCode() == 200 && body != null && body.contains(expected);
    return well ? "" : answer.result().statusCode() + " " + body;
  }

  /** How many looks have been sent so far. */
  int sent() {
    return sent.get();
  }

  /**
   * Whether everything that was due at or after that moment and has ended was well, and that much.
   */
  boolean wellSince(long moment, int looksAtLeast) {
    List<Look> since = looks.stream().filter(look -> look.due() >= moment).toList();
    return since.size() >= looksAtLeast && since.stream().noneMatch(Look::failed);
  }

  /** Sends no more, waits for what is under way, and tells all. */
  List<Look> stop() {
    enough = true;
    try {
      clock.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    await().atMost(PATIENCE.plusSeconds(10)).until(() -> looks.size() == sent.get());
    return List.copyOf(looks);
  }

  @Override
  public void close() {
    enough = true;
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
