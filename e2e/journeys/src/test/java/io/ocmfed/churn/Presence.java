package io.ocmfed.churn;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.ocmfed.journeys.Side;
import io.ocmfed.load.SteadyReader;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * When anybody of a role could serve, as its pods themselves say: every quarter of a second each is
 * asked whether it is ready. So what is known does not depend on the cluster, which may be in
 * trouble itself.
 */
final class Presence implements AutoCloseable {

  private static final long EVERY_MILLIS = 250;
  private static final long LIMIT_MILLIS = 1000;
  private static final int MANAGEMENT = 9000;

  /**
   * What the documentation promises is 15 s. Shorter here, since a gateway that is back at the last
   * moment must still be found, and the call be made.
   */
  private static final Duration WAIT = Duration.ofSeconds(12);

  private final Vertx vertx = Vertx.vertx();
  private final String role;
  private final SharedIndexInformer<Pod> pods;
  private final WebClient client;
  private final ConcurrentSkipListSet<Long> ready = new ConcurrentSkipListSet<>();
  private final long from = System.nanoTime();
  private final long asking;

  Presence(Side side, String role) {
    this.role = role;
    this.pods =
        side.world()
            .client()
            .pods()
            .inNamespace(side.cloud().namespace())
            .withLabel("app.kubernetes.io/component", role)
            .inform();
    this.client =
        WebClient.create(vertx, new WebClientOptions().setTrustAll(true).setVerifyHost(false));
    this.asking = vertx.setPeriodic(0, EVERY_MILLIS, _ -> ask());
  }

  private void ask() {
    for (Pod pod : pods.getStore().list()) {
      String address = pod.getStatus().getPodIP();
      if (address != null) {
        ask(address);
      }
    }
  }

  private void ask(String address) {
    client
        .request(
            HttpMethod.GET,
            SocketAddress.inetSocketAddress(MANAGEMENT, address),
            new RequestOptions()
                .setHost(address)
                .setPort(MANAGEMENT)
                .setSsl(true)
                .setURI("/q/health/ready"))
        .timeout(LIMIT_MILLIS)
        .send()
        .onSuccess(
            answer -> {
              if (answer.statusCode() == 200) {
                ready.add(System.nanoTime());
              }
            });
  }

  /** When nobody was there for longer than a call waits, as the reader counts. */
  List<Seen.Absence> absences(SteadyReader reader) {
    var absences = new ArrayList<Seen.Absence>();
    long last = from;
    for (long now : ready) {
      note(absences, reader.at(last), reader.at(now));
      last = now;
    }
    note(absences, reader.at(last), reader.elapsed());
    return absences;
  }

  private void note(List<Seen.Absence> absences, Duration last, Duration now) {
    if (now.minus(last).compareTo(WAIT) >= 0) {
      absences.add(new Seen.Absence(role, last, now));
    }
  }

  @Override
  public void close() {
    vertx.cancelTimer(asking);
    pods.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
