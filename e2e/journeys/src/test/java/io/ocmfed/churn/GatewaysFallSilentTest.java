package io.ocmfed.churn;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestMethodOrder;

/** Gateways that neither answer nor refuse. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GatewaysFallSilentTest {

  @Churn
  @Order(1)
  void oneOfTwoAcceptsConnectionsAndNeverAnswers(Clouds clouds) {
    Pod gateway = clouds.withGateways(2).aGateway();
    clouds
        .bobReadsWhile(
            "one of 2 gateways accepts connections and never answers",
            _ -> {
              clouds.faults().freeze(gateway);
              clouds.awaitOneLess(gateway);
              clouds.faults().heal(gateway);
              clouds.awaitGateways(2);
            })
        .nobodyNoticed();
  }

  @Churn
  @Order(2)
  void thePacketsOfOneOfTwoVanish(Clouds clouds) {
    Pod gateway = clouds.withGateways(2).aGateway();
    clouds
        .bobReadsWhile(
            "the packets of one of 2 gateways vanish",
            _ -> {
              clouds.faults().losePackets(gateway);
              clouds.awaitOneLess(gateway);
              clouds.faults().heal(gateway);
              clouds.awaitGateways(2);
            })
        .nobodyNoticed();
  }

  @Churn
  @Order(3)
  void noneAnswersForLongerThanACallWaits(Clouds clouds) {
    Pod gateway = clouds.withGateways(1).aGateway();
    clouds
        .bobReadsWhile(
            "the only gateway hangs for 20 s",
            during -> {
              clouds.faults().freeze(gateway);
              during.pass(Duration.ofSeconds(20));
              clouds.faults().heal(gateway);
              clouds.awaitGateways(1);
            })
        .allErrorsNameTheGateway();
    assertThat(clouds.pods("graph"))
        .as("nobody had to restart graph")
        .allSatisfy(
            pod ->
                assertThat(pod.getStatus().getContainerStatuses().getFirst().getRestartCount())
                    .isZero());
  }
}
