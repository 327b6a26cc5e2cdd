package io.ocmfed.operator.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ocmfed.cluster.CertificateAuthority;
import io.ocmfed.operator.settings.Times;
import io.ocmfed.operator.testing.AdminRuntime;
import io.ocmfed.operator.trace.Telemetry;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The thread that calls may be held up at any moment: whatever is answered is read. */
class AdminCallsTest {

  private static final String TOKEN = "token-of-the-admin";
  private static final String NAME = "ocm.cloud-a.svc";
  private static final int CHANGES = 5;
  private static final int MORE_THAN_A_POOL = 200;

  private final Vertx vertx = Vertx.vertx();
  private AdminRuntime runtime;
  private RuntimePod pod;
  private Credentials credentials;
  private SmallRyeConfig config;
  private Times times;
  private TlsClients clients;

  @BeforeEach
  void start() {
    CertificateAuthority authority = new CertificateAuthority("calls");
    runtime =
        new AdminRuntime(
                vertx,
                authority.issue("ocm", List.of(), List.of(NAME), CertificateAuthority.KeyType.EC),
                "127.80.250.1",
                TOKEN)
            .start();
    pod = new RuntimePod("ocm-0", "uid-0", runtime.host(), runtime.port(), NAME);
    credentials = new Credentials(TOKEN, Optional.empty(), authority.certificate());
    config =
        new SmallRyeConfigBuilder()
            .withMapping(Times.class)
            // A busy machine is what this is about; its handshakes may take longer than usual.
            .withDefaultValue("ocmfed.operator.connect-limit", "30s")
            .withDefaultValue("ocmfed.operator.call-limit", "30s")
            .addDiscoveredConverters()
            .build();
    times = config.getConfigMapping(Times.class);
    clients =
        new TlsClients(vertx, times) {
          @Override
          HttpClient trusting(String caCertificate) {
            return HeldUp.client(super.trusting(caCertificate));
          }
        };
  }

  @AfterEach
  void end() {
    runtime.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void aCallHasItsAnswer() {
    AdminHttp http = new AdminHttp(clients, times, new Telemetry(config));
    JsonObject trust = new JsonObject().put("uid", "uid-1");
    assertThat(http.put(pod, credentials, "/admin/v1/trusts/t", trust.getMap(), Object.class))
        .isInstanceOf(Answer.Ok.class);
    // Over the connection that is open now.
    assertThat(http.get(pod, credentials, "/admin/v1/trusts", null)).isInstanceOf(Answer.Ok.class);
    assertThat(http.delete(pod, credentials, "/admin/v1/trusts/t?uid=uid-1"))
        .isInstanceOf(Answer.Ok.class);
  }

  @Test
  void aStreamHasItsFirstChanges() throws InterruptedException {
    for (int n = 0; n < CHANGES; n++) {
      runtime.change("trusts", "t" + n, new JsonObject().put("name", "t" + n));
    }
    CountDownLatch told = new CountDownLatch(CHANGES);
    Thread following = Thread.ofVirtual().start(() -> follow(change -> told.countDown()));
    assertThat(told.await(1, TimeUnit.MINUTES)).isTrue();
    following.interrupt();
    following.join();
  }

  @Test
  void streamsThatEndWhileTheyConnectGiveTheirConnectionsBack() throws InterruptedException {
    for (int n = 0; n < MORE_THAN_A_POOL; n++) {
      Thread following = Thread.ofVirtual().start(() -> follow(told -> {}));
      following.interrupt();
      following.join();
    }
    AdminHttp http = new AdminHttp(clients, times, new Telemetry(config));
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                http.get(pod, credentials, "/admin/v1/trusts", null) instanceof Answer.Ok<Object>);
  }

  private void follow(Consumer<Change> each) {
    try {
      new ChangeStream(clients, times).follow(pod, credentials, 0, () -> {}, each);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }
}
