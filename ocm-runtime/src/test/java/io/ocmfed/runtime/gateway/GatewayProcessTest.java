package io.ocmfed.runtime.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.epoll.Epoll;
import io.ocmfed.runtime.gateway.v1.Chunk;
import io.ocmfed.runtime.gateway.v1.GatewayGrpc;
import io.ocmfed.runtime.gateway.v1.GetUserRequest;
import io.ocmfed.runtime.gateway.v1.ReadRequest;
import io.ocmfed.runtime.gateway.v1.ResourceRequest;
import io.ocmfed.runtime.rpc.CallHeaders;
import io.ocmfed.runtime.rpc.InternalTls;
import io.ocmfed.runtime.rpc.InternalToken;
import io.ocmfed.runtime.testing.AnyCertificate;
import io.ocmfed.runtime.testing.Callers;
import io.ocmfed.runtime.testing.Installation;
import io.ocmfed.runtime.trace.Collector;
import io.ocmfed.runtime.trace.Spans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged gateway as a process: stopped, continued and told to end, under 50 calls a second.
 */
@Tag("packaged")
@Timeout(600)
class GatewayProcessTest {

  private static final String NETWORK = "127.0.68";
  private static final String FIRST = NETWORK + ".1";
  private static final String SECOND = NETWORK + ".2";
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir Path home;
  private final byte[] content = new byte[12 << 20];

  @Test
  void aStoppedOneIsLeftAndOneThatIsToldToEndFinishesWhatItHas() throws Exception {
    new Random(1).nextBytes(content);
    try (Gateways gateways = new Gateways(home, NETWORK)) {
      Installation installation = gateways.installation();
      Files.write(installation.path("files/alice/large.bin"), content);
      try (Collector collector = new Collector();
          GatewayProcess first =
              new GatewayProcess(
                  installation,
                  FIRST,
                  gateways.port(),
                  "",
                  Map.of(
                      "OTEL_EXPORTER_OTLP_ENDPOINT",
                      collector.endpoint(),
                      "OTEL_BSP_SCHEDULE_DELAY",
                      "200"));
          GatewayProcess second =
              // Without the native transport, as on other systems than Linux.
              new GatewayProcess(
                  installation,
                  SECOND,
                  gateways.port(),
                  "-Dio.netty.transport.noNative=true",
                  Map.of())) {
        await("ready").until(() -> first.readiness() == 200 && second.readiness() == 200);
        assertThat(first.log()).contains(Epoll.isAvailable() ? "transport=epoll" : "transport=nio");
        assertThat(second.log()).contains("transport=nio");
        gateways.table(1, 2);
        try (Callers callers =
            new Callers(() -> assertThat(gateways.client().user("alice")).isPresent())) {
          stopAndContinue(gateways, second, callers);
          await("what the first did is in traces").until(() -> collector.received() > 0);
          terminate(gateways, first, callers);
          assertThat(callers.end()).isEmpty();
        }
      }
    }
  }

  private static void stopAndContinue(Gateways gateways, GatewayProcess second, Callers callers)
      throws Exception {
    await("seen")
        .until(() -> gateways.state(1).equals("ready") && gateways.state(2).equals("ready"));
    second.signal("STOP");
    await("seen").until(() -> gateways.state(2).equals("ejected"));
    goesOn(callers);
    second.signal("CONT");
    await("seen").until(() -> gateways.state(2).equals("ready"));
    long before = gateways.row(2).calls();
    await("it is used again").until(() -> gateways.row(2).calls() > before + 5);
  }

  private void terminate(Gateways gateways, GatewayProcess first, Callers callers)
      throws IOException {
    // Not the client of the runtime: it would resume a stream that breaks.
    ManagedChannel one = dial(gateways);
    ManagedChannel late = dial(gateways);
    try {
      Iterator<Chunk> stream =
          GatewayGrpc.newBlockingStub(withToken(gateways, one))
              .read(
                  ReadRequest.newBuilder()
                      .setResource(
                          ResourceRequest.newBuilder()
                              .setUserId("alice")
                              .setRoot("/")
                              .setPath("large.bin"))
                      .build());
      long got = verified(stream.next(), 0);
      first.terminate();
      await("not ready, but there").until(() -> first.readiness() == 503);
      await("seen").until(() -> gateways.state(1).equals("failing"));
      assertThat(gateways.row(1).lastError()).isEqualTo("says NOT_SERVING");
      assertThat(
              GatewayGrpc.newBlockingStub(withToken(gateways, late))
                  .getUser(GetUserRequest.newBuilder().setUserId("alice").build())
                  .getId())
          .as("a new connection is still served")
          .isEqualTo("alice");
      gateways.table(2);
      await("no new connections").until(() -> refuses(gateways.port()));
      assertThat(first.isAlive()).isTrue();
      while (stream.hasNext()) {
        got += verified(stream.next(), got);
      }
      assertThat(got).isEqualTo(content.length);
      await("its end").until(() -> !first.isAlive());
      goesOn(callers);
    } finally {
      one.shutdownNow();
      late.shutdownNow();
    }
  }

  private long verified(Chunk chunk, long offset) {
    for (int i = 0; i < chunk.getData().size(); i++) {
      if (chunk.getData().byteAt(i) != content[(int) offset + i]) {
        throw new AssertionError("another byte at " + (offset + i));
      }
    }
    return chunk.getData().size();
  }

  private ManagedChannel dial(Gateways gateways) {
    try (InternalTls tls = new InternalTls(gateways.installation().path("tls"))) {
      return NettyChannelBuilder.forAddress(FIRST, gateways.port())
          .sslContext(tls.forClient())
          .overrideAuthority(Installation.GATEWAY)
          .build();
    }
  }

  private static Channel withToken(Gateways gateways, ManagedChannel channel) {
    return ClientInterceptors.intercept(
        channel,
        new CallHeaders(
            new InternalToken(gateways.installation().path("internal"), Clock.systemUTC()),
            Spans.off()));
  }

  private static boolean refuses(int port) {
    try {
      AnyCertificate.connect(FIRST, port).close();
      return false;
    } catch (IOException refused) {
      return true;
    }
  }

  private static void goesOn(Callers callers) {
    long before = callers.answered();
    await("calls go on").until(() -> callers.answered() > before + 20);
  }

  /** Processes that start and end beside others may take their time. */
  private static ConditionFactory await(String what) {
    return Awaitility.await(what).atMost(PATIENCE);
  }
}
