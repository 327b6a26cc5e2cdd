package io.ocmfed.runtime.gateway;

import static io.ocmfed.runtime.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocmfed.runtime.gateway.v1.GatewayGrpc;
import io.ocmfed.runtime.gateway.v1.GetUserRequest;
import io.ocmfed.runtime.settings.Settings;
import io.ocmfed.runtime.testing.Installation;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.FailureException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that find no gateway. */
class WaitingForGatewaysTest {

  private static final int MOST = 1000;
  private static final GetUserRequest ALICE =
      GetUserRequest.newBuilder().setUserId("alice").build();

  @TempDir Path home;

  @Test
  void fifteenSecondsAndAThousandCallsAreTheDefault() {
    Settings settings = new Installation(home).settings(Map.of());
    assertThat(settings.endpointWait()).isEqualTo(Duration.ofSeconds(15));
    assertThat(settings.endpointWaiters()).isEqualTo(MOST);
  }

  @Test
  void aThousandWaitTheNextIsRefusedAtOnceAndAllWhoWaitAreAnswered() throws Exception {
    // A wait that nobody could sit out here: what ends it is the gateway, or the bound.
    try (Gateways gateways =
        new Gateways(home, "127.0.61", Map.of("ocmfed.endpoint-wait", "PT10M"))) {
      gateways.table(1);
      List<CompletableFuture<Boolean>> calls = new ArrayList<>();
      for (int i = 0; i < MOST; i++) {
        calls.add(
            CompletableFuture.supplyAsync(
                () -> gateways.client().user("alice").isPresent(),
                task -> Thread.ofVirtual().start(task)));
      }
      await().until(() -> gateways.channel().waiting() == MOST);
      assertThatThrownBy(() -> gateways.client().user("alice"))
          .isInstanceOfSatisfying(
              FailureException.class,
              e -> {
                assertThat(e.failure().code()).isEqualTo(Code.GATEWAY_UNAVAILABLE);
                // Tries to connect: nothing could be sent.
                assertThat(e.failure().attempts()).isPositive();
                assertThat(e.failure().endpoint()).contains(gateways.address(1));
              });
      assertThat(calls).noneMatch(CompletableFuture::isDone);
      gateways.start(1);
      for (CompletableFuture<Boolean> call : calls) {
        assertThat(call.get(1, TimeUnit.MINUTES)).isTrue();
      }
      assertThat(gateways.channel().waiting()).isZero();
      assertThat(gateways.client().user("alice")).isPresent();
    }
  }

  @Test
  void theLimitOfTheCallItselfBeginsWhenThereIsAGateway() throws Exception {
    try (Gateways gateways = new Gateways(home, "127.0.62")) {
      gateways.table(1);
      Duration limit = Duration.ofSeconds(2);
      long from = System.nanoTime();
      CompletableFuture<String> call =
          CompletableFuture.supplyAsync(
              () -> gateways.channel().call(GatewayGrpc.getGetUserMethod(), ALICE, limit).getId(),
              task -> Thread.ofVirtual().start(task));
      await()
          .until(
              () ->
                  gateways.channel().waiting() == 1
                      && System.nanoTime() - from > limit.plusMillis(500).toNanos());
      gateways.start(1);
      assertThat(call.get(1, TimeUnit.MINUTES)).isEqualTo("alice");
    }
  }
}
