package io.ocmfed.runtime.gateway;

import static io.ocmfed.runtime.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.netty.channel.epoll.Epoll;
import io.ocmfed.runtime.gateway.v1.Chunk;
import io.ocmfed.runtime.gateway.v1.GatewayGrpc;
import io.ocmfed.runtime.gateway.v1.ReadRequest;
import io.ocmfed.runtime.gateway.v1.ResourceRequest;
import io.ocmfed.runtime.testing.Callers;
import io.ocmfed.runtime.testing.Line;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.FailureException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Gateways that refuse, fall silent or vanish, while 50 calls a second go on. */
class GatewayLossTest {

  private static final String NEEDS_EPOLL =
      "Packets can be lost on purpose only with Netty's epoll transport (Linux on x86-64 or ARM).";

  private static final ReadRequest LARGE =
      ReadRequest.newBuilder()
          .setResource(
              ResourceRequest.newBuilder().setUserId("alice").setRoot("/").setPath("large.bin"))
          .build();

  @TempDir Path home;
  private Gateways gateways;

  @AfterEach
  void stop() {
    gateways.close();
  }

  @Test
  void aCrashedGatewayIsLeftAtOnce() {
    twoReady("127.0.41");
    try (Callers callers = callers()) {
      gateways.line(1).cut();
      await().until(() -> gateways.state(1).equals("failing"));
      goesOn(callers);
      gateways.line(1).restore();
      await().until(() -> gateways.state(1).equals("ready"));
      long before = gateways.row(1).calls();
      await("it is used again").until(() -> gateways.row(1).calls() > before + 5);
      assertThat(callers.end()).isEmpty();
    }
  }

  @Test
  void aSilentGatewayIsLeftAndComesBackWhenItAnswers() {
    twoReady("127.0.42");
    try (Callers callers = callers()) {
      gateways.line(1).silence();
      await().until(() -> gateways.state(1).equals("ejected"));
      assertThat(gateways.row(1).lastError()).contains("no answer within");
      goesOn(callers);
      gateways.line(1).speak();
      await().until(() -> gateways.state(1).equals("ready"));
      long before = gateways.row(1).calls();
      await("it is used again").until(() -> gateways.row(1).calls() > before + 5);
      assertThat(callers.end()).isEmpty();
    }
  }

  @Test
  void callsThatAnIdleGatewayKeepsWaitingGoToTheOther() {
    twoReady("127.0.43");
    long before = gateways.row(1).calls() + gateways.row(2).calls();
    gateways.line(1).silence();
    for (int i = 0; i < 4; i++) {
      assertThat(gateways.client().user("alice")).isPresent();
    }
    long attempts = gateways.row(1).calls() + gateways.row(2).calls() - before;
    assertThat(attempts).as("attempts of 4 calls").isGreaterThan(4);
  }

  @Test
  void aFileThatASilentGatewaySendsGoesOnFromTheOtherAsSoonAsItIsKnownToBeSilent()
      throws Exception {
    twoReady("127.0.40");
    byte[] large = new byte[8 << 20];
    new Random(7).nextBytes(large);
    Files.write(gateways.installation().path("files/alice/large.bin"), large);
    long before = gateways.row(1).calls();
    // Without knowing better it would wait for half an hour.
    try (var stream =
        new ContentStream(gateways.channel(), LARGE, 0, large.length, Duration.ofMinutes(30))) {
      byte[] first = stream.readNBytes(1 << 16);
      gateways.line(gateways.row(1).calls() > before ? 1 : 2).silence();
      byte[] rest =
          CompletableFuture.supplyAsync(() -> rest(stream), task -> Thread.ofVirtual().start(task))
              .get(1, TimeUnit.MINUTES);
      assertThat(first).isEqualTo(Arrays.copyOf(large, first.length));
      assertThat(rest).isEqualTo(Arrays.copyOfRange(large, first.length, large.length));
    }
  }

  @Test
  void theOnlyGatewayFallsSilentAndIsReplaced() throws Exception {
    gateways = new Gateways(home, "127.0.44").start(1);
    ready(1);
    gateways.line(1).silence();
    // All hedges of this one go to the silent gateway, before anybody knows that it is.
    CompletableFuture<Boolean> early = call();
    await().until(() -> gateways.state(1).equals("ejected"));
    CompletableFuture<Boolean> late = call();
    await("late ones are not sent to it").until(() -> gateways.channel().waiting() == 1);
    gateways.start(2).table(2);
    assertThat(early.get(1, TimeUnit.MINUTES)).isTrue();
    assertThat(late.get(1, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void theOnlyGatewayFallsSilentAndAnswersAgainWithinTheWait() throws Exception {
    gateways = new Gateways(home, "127.0.45").start(1);
    ready(1);
    gateways.line(1).silence();
    await().until(() -> gateways.state(1).equals("ejected"));
    CompletableFuture<Boolean> call = call();
    await().until(() -> gateways.channel().waiting() == 1);
    gateways.line(1).speak();
    assertThat(call.get(1, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void whenTheOnlyGatewayStaysSilentTheFailureNamesIt() {
    gateways = new Gateways(home, "127.0.46", Map.of("ocmfed.endpoint-wait", "PT2S")).start(1);
    ready(1);
    gateways.line(1).silence();
    await().until(() -> gateways.state(1).equals("ejected"));
    assertThatThrownBy(() -> gateways.client().user("alice"))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> {
              assertThat(e.failure().code()).isEqualTo(Code.GATEWAY_UNAVAILABLE);
              assertThat(e.failure().endpoint()).contains(gateways.address(1), "no answer within");
              assertThat(e.failure().since()).isNotNull();
            });
  }

  @Test
  void oneGatewaysPacketsVanish() {
    assumeTrue(Line.canVanish(), NEEDS_EPOLL);
    twoReady("127.0.47");
    try (Callers callers = callers()) {
      gateways.line(1).vanish();
      await().until(() -> gateways.state(1).equals("ejected"));
      goesOn(callers);
      // A table that has it as new: nothing is connected yet, connects hang.
      gateways.table(2);
      gateways.table(1, 2);
      goesOn(callers);
      gateways.line(1).appear();
      await().until(() -> gateways.state(1).equals("ready"));
      assertThat(callers.end()).isEmpty();
    }
  }

  @Test
  void thePacketsOfTheOnlyGatewayVanishForAWhile() {
    assumeTrue(Line.canVanish(), NEEDS_EPOLL);
    gateways = new Gateways(home, "127.0.48").start(1);
    ready(1);
    try (Callers callers = callers()) {
      await().until(() -> callers.answered() > 0);
      gateways.line(1).vanish();
      await().until(() -> gateways.channel().waiting() > 0);
      gateways.line(1).appear();
      goesOn(callers);
      assertThat(callers.end()).isEmpty();
    }
  }

  @Test
  @EnabledOnOs(
      value = OS.LINUX,
      architectures = {"amd64", "aarch64"})
  void aConnectionWhosePacketsVanishIsGivenUpByTheKernel() throws Exception {
    assertThat(Epoll.isAvailable()).as("epoll library: %s", Epoll.unavailabilityCause()).isTrue();
    gateways = new Gateways(home, "127.0.49").start(1);
    Files.write(gateways.installation().path("files/alice/large.bin"), new byte[8 << 20]);
    ready(1);
    OpenRead stream = new OpenRead(gateways);
    stream.first.await();
    gateways.line(1).vanish();
    // Something that would have to be acknowledged.
    CompletableFuture<Boolean> call = call();
    stream.takeTheRest();
    Status end = stream.end.get(1, TimeUnit.MINUTES);
    assertThat(end.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    // The kernel's own word, which without TCP_USER_TIMEOUT comes after a quarter of an hour. Had
    // gRPC's pings found out, it would say that those failed.
    assertThat(end.getCause()).hasMessageContaining("timed out");
    gateways.line(1).appear();
    assertThat(call.get(1, TimeUnit.MINUTES)).isTrue();
  }

  private static byte[] rest(InputStream stream) {
    try {
      return stream.readAllBytes();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** A stream under way of which only the first piece is taken. */
  private static final class OpenRead extends ClientCall.Listener<Chunk> {

    private final CountDownLatch first = new CountDownLatch(1);
    private final CompletableFuture<Status> end = new CompletableFuture<>();
    private final ClientCall<ReadRequest, Chunk> call;

    OpenRead(Gateways gateways) {
      call =
          gateways
              .channel()
              .calls()
              .newCall(GatewayGrpc.getReadMethod(), io.grpc.CallOptions.DEFAULT);
      call.start(this, new Metadata());
      call.sendMessage(LARGE);
      call.halfClose();
      call.request(1);
    }

    /** How it ends is heard only after all that had arrived. */
    void takeTheRest() {
      call.request(1000);
    }

    @Override
    public void onMessage(Chunk chunk) {
      first.countDown();
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      end.complete(status);
    }
  }

  private void twoReady(String network) {
    gateways = new Gateways(home, network).start(1, 2);
    ready(1, 2);
  }

  private void ready(int... numbers) {
    gateways.table(numbers);
    for (int number : numbers) {
      await().until(() -> gateways.state(number).equals("ready"));
      await("it is used")
          .until(
              () -> {
                gateways.client().user("alice");
                return gateways.row(number).calls() > 0;
              });
    }
  }

  private Callers callers() {
    return new Callers(() -> assertThat(gateways.client().user("alice")).isPresent());
  }

  private CompletableFuture<Boolean> call() throws ExecutionException, TimeoutException {
    return CompletableFuture.supplyAsync(
        () -> gateways.client().user("alice").isPresent(), task -> Thread.ofVirtual().start(task));
  }

  private static void goesOn(Callers callers) {
    long before = callers.answered();
    await("calls go on").until(() -> callers.answered() > before + 20);
  }
}
