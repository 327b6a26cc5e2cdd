package io.ocmfed.runtime.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ocmfed.runtime.endpoint.AppliedEndpoints;
import io.ocmfed.runtime.endpoint.Endpoint;
import io.ocmfed.runtime.endpoint.EndpointsView;
import io.ocmfed.runtime.endpoint.Fence;
import io.ocmfed.runtime.endpoint.ServiceChannels;
import io.ocmfed.runtime.rpc.InternalServer;
import io.ocmfed.runtime.rpc.InternalTls;
import io.ocmfed.runtime.rpc.InternalToken;
import io.ocmfed.runtime.settings.Role;
import io.ocmfed.runtime.settings.Settings;
import io.ocmfed.runtime.testing.Installation;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import io.ocmfed.runtime.web.FailureException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gateways at loopback addresses and a client that finds them by the endpoint table only. */
class GatewayOverGrpcTest {

  private static final int PORT = Installation.freePort("127.0.4.1");

  @TempDir Path home;
  private final Map<String, InternalServer> running = new HashMap<>();
  private Installation installation;
  private AppliedEndpoints applied;
  private ServiceChannels channels;
  private EndpointsView view;
  private GatewayClient gateway;
  private long sequence;

  @BeforeEach
  void aClientWithoutEndpoints() {
    installation = new Installation(home);
    client(Map.of("ocmfed.endpoint-wait", "PT10S"));
  }

  private void client(Map<String, String> more) {
    if (channels != null) {
      channels.close();
    }
    Settings settings = installation.settings(more);
    applied = new AppliedEndpoints(Clock.systemUTC());
    channels =
        new ServiceChannels(
            settings,
            applied,
            new InternalTls(settings),
            new InternalToken(settings, Clock.systemUTC()),
            Clock.systemUTC());
    view = new EndpointsView(applied, channels);
    gateway = new RemoteGateway(channels);
  }

  @AfterEach
  void stop() {
    channels.close();
    running.values().forEach(InternalServer::close);
  }

  @Test
  void usersAndFilesAreReadThroughTheTable() throws IOException {
    start("127.0.4.1");
    table("127.0.4.1");
    assertThat(gateway.authenticate("alice", "alice-secret"))
        .map(GatewayClient.User::id)
        .contains("alice");
    assertThat(gateway.authenticate("alice", "bob-secret")).isEmpty();
    assertThat(gateway.user("nobody")).isEmpty();
    assertThat(gateway.stat("alice", "/", "Projects/none")).isEmpty();
    assertThat(gateway.list("alice", "/", "Projects/report.pdf")).isEmpty();
    assertThat(gateway.list("alice", "/Projects", "").orElseThrow())
        .extracting(GatewayClient.Resource::name, GatewayClient.Resource::contentType)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("report.pdf", "application/pdf"));
    assertThat(text(read("/Projects/report.pdf", 7, 0))).isEqualTo("bytes");
    assertThat(text(read("/Projects/report.pdf", 0, 6))).isEqualTo("twelve");
    assertThat(text(read("/Projects/report.pdf", 99, 0))).isEmpty();
    assertThatThrownBy(() -> gateway.stat("alice", "/", "../bob"))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> assertThat(e.failure().code()).isEqualTo(Code.INVALID_REQUEST));
  }

  @Test
  void whenOneGatewayDiesTheNextCallIsAnsweredByTheOther() {
    start("127.0.4.1");
    start("127.0.4.2");
    table("127.0.4.1", "127.0.4.2");
    await().untilAsserted(() -> assertThat(states()).containsOnly("ready"));
    kill("127.0.4.1");
    for (int i = 0; i < 20; i++) {
      assertThat(gateway.user("alice")).isPresent();
    }
  }

  @Test
  void aPushedTableMovesTheTraffic() {
    start("127.0.4.1");
    start("127.0.4.2");
    table("127.0.4.1");
    assertThat(gateway.user("alice")).isPresent();
    table("127.0.4.2");
    await().untilAsserted(() -> assertThat(states()).containsExactly("ready"));
    assertThat(gateway.user("alice")).isPresent();
    EndpointsView.Row row = view.now().services().get("gateway").getFirst();
    assertThat(row.host()).isEqualTo("127.0.4.2");
    await()
        .untilAsserted(
            () -> {
              gateway.user("alice");
              assertThat(view.now().services().get("gateway").getFirst().calls()).isPositive();
            });
  }

  @Test
  void aCallWaitsForAGatewayThatIsStillToCome() {
    table("127.0.4.1");
    CompletableFuture<Boolean> call =
        CompletableFuture.supplyAsync(
            () -> gateway.user("alice").isPresent(), task -> Thread.ofVirtual().start(task));
    await().until(() -> states().contains("failing"));
    assertThat(call).isNotDone();
    start("127.0.4.1");
    assertThat(call).succeedsWithin(java.time.Duration.ofSeconds(9)).isEqualTo(true);
  }

  @Test
  void withoutAnyGatewayTheFailureNamesItWhatWasTriedAndTheTablesAge() {
    client(Map.of("ocmfed.endpoint-wait", "PT1S"));
    table("127.0.4.1");
    Failure failure = failure(() -> gateway.user("alice"));
    assertThat(failure.code()).isEqualTo(Code.GATEWAY_UNAVAILABLE);
    assertThat(failure.origin()).isEqualTo("gateway");
    assertThat(failure.endpoint()).contains("127.0.4.1:" + PORT);
    assertThat(failure.since()).isNotNull();
    assertThat(failure.message()).contains("s old");
  }

  @Test
  void moreThanTheAllowedNumberDoNotWait() {
    client(Map.of("ocmfed.endpoint-wait", "PT30S", "ocmfed.endpoint-waiters", "0"));
    table("127.0.4.1");
    assertThat(failure(() -> gateway.user("alice")).code()).isEqualTo(Code.GATEWAY_UNAVAILABLE);
  }

  @Test
  void anEmptyTableLeavesAloneWhatWorks() {
    start("127.0.4.1");
    table("127.0.4.1");
    assertThat(gateway.user("alice")).isPresent();
    await().untilAsserted(() -> assertThat(states()).containsExactly("ready"));
    table();
    assertThat(gateway.user("alice")).isPresent();
  }

  @Test
  void aStreamThatBreaksIsResumedWhereItStopped() throws IOException {
    byte[] content = new byte[24 << 20];
    new Random(1).nextBytes(content);
    Files.write(installation.path("files/alice/large.bin"), content);
    start("127.0.4.1");
    table("127.0.4.1");
    try (InputStream stream = read("/large.bin", 0, 0)) {
      byte[] first = stream.readNBytes(1 << 20);
      start("127.0.4.2");
      table("127.0.4.1", "127.0.4.2");
      kill("127.0.4.1");
      byte[] rest = stream.readAllBytes();
      assertThat(first).isEqualTo(Arrays.copyOf(content, first.length));
      assertThat(Arrays.equals(rest, Arrays.copyOfRange(content, first.length, content.length)))
          .isTrue();
    }
  }

  @Test
  void aStreamIsNotResumedIntoAnotherVersionOfTheFile() throws IOException {
    byte[] content = new byte[24 << 20];
    Path file = installation.path("files/alice/large.bin");
    Files.write(file, content);
    start("127.0.4.1");
    table("127.0.4.1");
    try (InputStream stream = read("/large.bin", 0, 0)) {
      stream.readNBytes(1 << 20);
      kill("127.0.4.1");
      Files.write(file, new byte[25 << 20]);
      start("127.0.4.1");
      Failure failure = failure(() -> readAll(stream));
      assertThat(failure.code()).isEqualTo(Code.CONFLICT);
    }
  }

  @Test
  void aServerWithAnotherNameIsNotBelieved() {
    client(Map.of("ocmfed.endpoint-wait", "PT1S", "ocmfed.gateway-service", "gateway.other.svc"));
    start("127.0.4.1");
    table("127.0.4.1");
    assertThat(failure(() -> gateway.user("alice")).code()).isEqualTo(Code.GATEWAY_UNAVAILABLE);
  }

  @Test
  void aCallerWithAnotherTokenIsRefused() {
    start("127.0.4.1");
    installation.write("other/token", "guessed");
    client(Map.of("ocmfed.internal-dir", installation.path("other").toString()));
    table("127.0.4.1");
    Failure failure = failure(() -> gateway.user("alice"));
    assertThat(failure.code()).isEqualTo(Code.INTERNAL);
    assertThat(failure.message()).contains("internal token").doesNotContain("guessed");
  }

  private InputStream read(String path, long offset, long length) {
    GatewayClient.Resource file = gateway.stat("alice", "/", path.substring(1)).orElseThrow();
    return gateway.read("alice", "/", file, offset, length);
  }

  private void start(String host) {
    Settings settings =
        installation.settings(
            Map.of(
                "ocmfed.host",
                host,
                "ocmfed.gateway-port",
                String.valueOf(PORT),
                "ocmfed.drain-grace",
                "PT0S"));
    running.put(
        host,
        InternalServer.start(
            settings,
            Role.GATEWAY,
            List.of(new GatewayRole(settings, Clock.systemUTC())),
            new InternalTls(settings).forServer(),
            new InternalToken(settings, Clock.systemUTC())));
  }

  private void kill(String host) {
    running.remove(host).close();
  }

  private void table(String... hosts) {
    channels.to(Role.GATEWAY);
    applied.push(
        new Fence(1, ++sequence),
        Map.of(
            "gateway",
            Stream.of(hosts).map(host -> new Endpoint(host, PORT, null, null)).toList()));
  }

  private List<String> states() {
    return view.now().services().get("gateway").stream().map(EndpointsView.Row::state).toList();
  }

  private static Failure failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    Throwable thrown = org.assertj.core.api.Assertions.catchThrowable(call);
    assertThat(thrown).isInstanceOf(FailureException.class);
    return ((FailureException) thrown).failure();
  }

  private static void readAll(InputStream stream) throws IOException {
    while (stream.read(new byte[64 << 10]) >= 0) {
      // Until the end or a failure.
    }
  }

  private static String text(InputStream stream) throws IOException {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
