package io.ocmfed.churn;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestMethodOrder;

/** Gateways are replaced, killed, and scaled. In the order that needs the least scaling between. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GatewaysComeAndGoTest {

  @Churn
  @Order(1)
  void twoAreReplacedByARollingRestart(Clouds clouds) {
    clouds
        .withGateways(2)
        .bobReadsWhile(
            "rolling restart of 2 gateways",
            _ -> {
              clouds.b().kubectl().run("rollout", "restart", "deployment/gateway");
              clouds.b().kubectl().run("rollout", "status", "deployment/gateway", "--timeout=180s");
              clouds.awaitGateways(2);
            })
        .nobodyNoticed();
  }

  @Churn
  @Order(2)
  void oneOfTwoIsDeletedByForce(Clouds clouds) {
    clouds
        .withGateways(2)
        .bobReadsWhile(
            "forced deletion of one of 2 gateways",
            _ -> {
              clouds.faults().deleteByForce(clouds.aGateway());
              clouds.awaitGateways(2);
            })
        .nobodyNoticed();
  }

  @Churn
  @Order(3)
  void oneFlapsTenTimesASecond(Clouds clouds) {
    clouds
        .withGateways(2)
        .bobReadsWhile(
            "one of 2 gateways flaps ten times a second",
            during -> {
              Pod nervous = clouds.aGateway();
              for (int i = 0; i < 30; i++) {
                clouds.faults().holdUnready(nervous);
                during.pass(Duration.ofMillis(40));
                clouds.faults().heal(nervous);
                during.pass(Duration.ofMillis(40));
              }
            })
        .nobodyNoticed();
  }

  @Churn
  @Order(4)
  void aRuntimeRestartsWhileTheTableChanges(Clouds clouds) {
    clouds.withGateways(2);
    Pod ocm = clouds.pods("ocm").getFirst();
    String process = clouds.tables().of(ocm).instanceId();
    clouds
        .bobReadsWhile(
            "ocm is killed while a gateway is replaced",
            _ -> {
              clouds.faults().deleteByForce(clouds.aGateway());
              clouds.faults().killAndAwaitReturn(ocm);
              clouds.awaitGateways(2);
            })
        .nobodyNoticed();
    assertThat(clouds.tables().of(ocm).instanceId()).isNotEqualTo(process);
  }

  @Churn
  @Order(5)
  void theOnlyOneIsDeletedByForce(Clouds clouds) {
    clouds
        .withGateways(1)
        .bobReadsWhile(
            "forced deletion of the only gateway",
            _ -> {
              clouds.faults().deleteByForce(clouds.aGateway());
              clouds.awaitGateways(1);
            })
        .nobodyNoticed();
  }

  @Churn
  @Order(6)
  void theOnlyOneIsKilledTwice(Clouds clouds) {
    clouds
        .withGateways(1)
        .bobReadsWhile(
            "kill -9 of the only gateway's container, twice",
            _ -> {
              Pod gateway = clouds.aGateway();
              clouds.faults().killAndAwaitReturn(gateway);
              clouds.faults().killAndAwaitReturn(clouds.aGateway());
            })
        .nobodyNoticed();
  }

  @Churn
  @Order(7)
  void theOnlyOneGetsThreeMoreWhichGoAgain(Clouds clouds) {
    clouds
        .withGateways(1)
        .bobReadsWhile(
            "scale 1 -> 4 -> 1",
            _ -> {
              clouds.scaleGateways(4);
              clouds.tables().awaitNewest();
              clouds.scaleGateways(1);
            })
        .nobodyNoticed();
  }
}
