package io.ocmfed.churn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.ocmfed.churn.RuntimeTables.Fence;
import io.ocmfed.journeys.Side;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestMethodOrder;

/** Those who tell the runtimes where the gateways are come and go themselves. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OperatorsComeAndGoTest {

  @Churn
  @Order(1)
  void theLeaderIsKilledInTheMiddleOfAPush(Clouds clouds) {
    clouds.withGateways(2);
    Pod leader = clouds.operators().leader();
    Pod ocm = clouds.pods("ocm").getFirst();
    Pod graph = clouds.pods("graph").getFirst();
    Fence before = clouds.tables().of(graph).applied();
    clouds
        .bobReadsWhile(
            "the leading operator is killed in the middle of a push, another takes over",
            _ -> {
              // Graph hangs, so the new table reaches ocm only: half of the push.
              clouds.faults().freeze(graph);
              clouds.faults().deleteByForce(clouds.aGateway());
              await()
                  .atMost(Side.PATIENCE)
                  .untilAsserted(
                      () -> assertThat(clouds.tables().of(ocm).applied()).isGreaterThan(before));
              clouds.faults().deleteByForce(leader);
              clouds.faults().heal(graph);
              clouds.operators().awaitLeaderOtherThan(leader);
              clouds.awaitGateways(2);
              clouds.tables().awaitNewestOfTermAfter(before.term());
            })
        .nobodyNoticed();
  }

  @Churn
  @Order(2)
  void theLeadersContainerIsKilledAndComesBackAsItself(Clouds clouds) {
    clouds.withGateways(2);
    long term = clouds.tables().awaitNewest().fence().term();
    clouds
        .bobReadsWhile(
            "the leading operator's container is killed and restarted",
            _ -> {
              Pod leader = clouds.operators().leader();
              clouds.faults().kill(leader);
              clouds.faults().deleteByForce(clouds.aGateway());
              clouds.awaitGateways(2);
              clouds.tables().awaitNewestOfTermAfter(term);
            })
        .nobodyNoticed();
  }

  @Churn
  @Order(3)
  void theLeaseIsDeleted(Clouds clouds) {
    clouds
        .withGateways(2)
        .bobReadsWhile(
            "the Lease is deleted",
            _ -> {
              clouds.operators().deleteTheLease();
              clouds.faults().deleteByForce(clouds.aGateway());
              clouds.awaitGateways(2);
              clouds.operators().awaitAll();
            })
        .nobodyNoticed();
  }

  @Churn
  @Order(4)
  void theTermIsDeletedAndTheLeaderStartsAnew(Clouds clouds) {
    clouds.withGateways(2);
    long term = clouds.tables().awaitNewest().fence().term();
    clouds
        .bobReadsWhile(
            "the term ConfigMap is deleted and the leading operator's container killed",
            _ -> {
              clouds.operators().deleteTheTerm();
              clouds.faults().kill(clouds.operators().leader());
              clouds.faults().deleteByForce(clouds.aGateway());
              clouds.awaitGateways(2);
              // It begins at one again, and takes a term above what the runtimes have seen.
              clouds.tables().awaitNewestOfTermAfter(term);
            })
        .nobodyNoticed();
  }

  @Churn
  @Order(5)
  void twoBelieveThatTheyLead(Clouds clouds) {
    clouds.withGateways(2);
    Pod former = clouds.operators().leader();
    long term = clouds.tables().awaitNewest().fence().term();
    clouds
        .bobReadsWhile(
            "a leading operator hangs, is replaced, and goes on as if it still led",
            _ -> {
              clouds.faults().freeze(former);
              clouds.operators().awaitLeaderOtherThan(former);
              clouds.faults().deleteByForce(clouds.aGateway());
              clouds.awaitGateways(2);
              clouds.tables().awaitNewestOfTermAfter(term);
              // Both see what follows.
              clouds.faults().heal(former);
              clouds.faults().deleteByForce(clouds.aGateway());
              clouds.awaitGateways(2);
            })
        .nobodyNoticed();
  }

  @Churn
  @Order(6)
  void noneIsThereWhileAllGatewaysAreReplaced(Clouds clouds) {
    clouds
        .withGateways(2)
        .bobReadsWhile(
            "no operator while all gateways are replaced",
            during -> {
              clouds.operators().stop();
              List<Pod> old = clouds.pods("gateway");
              old.forEach(clouds.faults()::delete);
              clouds.awaitOthersInsteadOf(old);
              // All is well again before there is an operator.
              during.untilWell();
              clouds.operators().awaitAll();
            })
        .nobodyNoticed();
  }
}
