package io.ocmfed.operator.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.ocmfed.operator.gateway.RestartDecision.Current;
import io.ocmfed.operator.gateway.RestartDecision.Impossible;
import io.ocmfed.operator.gateway.RestartDecision.Remember;
import io.ocmfed.operator.gateway.RestartDecision.Restart;
import io.ocmfed.operator.gateway.RestartDecision.Wait;
import io.ocmfed.operator.runtime.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RestartDecisionTest {

  private static final Duration QUIET = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final String NOW = RestartDecision.fingerprint(gateways("198.51.100.1")).get();

  @Test
  void aWorkloadSeenForTheFirstTimeIsNotRestarted() {
    assertThat(decide(workload(null, false), 60, 60)).isEqualTo(new Remember());
  }

  @Test
  void changedAddressesRestartItOnceTheyHaveBeenTheSameForAWhile() {
    assertThat(decide(workload("other", false), 2, 2)).isEqualTo(new Wait(Duration.ofSeconds(3)));
    assertThat(decide(workload("other", false), 5, 5)).isEqualTo(new Restart());
    assertThat(decide(workload(NOW, false), 5, 0)).isEqualTo(new Current());
  }

  @Test
  void aGatewayThatNeverRestsDoesNotPreventItForEver() {
    assertThat(decide(workload("other", false), 0, 60)).isEqualTo(new Restart());
  }

  @Test
  void neverDuringARollout() {
    assertThat(decide(workload("other", true), 60, 60)).isEqualTo(new Wait(POLL));
    assertThat(decide(workload(NOW, true), 60, 60)).isEqualTo(new Wait(POLL));
  }

  @Test
  void notWithoutAnyGatewayAndNotWhereNoPodsWouldCome() {
    assertThat(
            RestartDecision.decide(
                RestartDecision.fingerprint(List.of()),
                workload("other", false),
                QUIET,
                QUIET,
                QUIET,
                POLL))
        .isEqualTo(new Current());
    Workload paused =
        Workload.of(
            new DeploymentBuilder()
                .withNewMetadata()
                .addToAnnotations("ocmfed.io/restarted-for", "other")
                .endMetadata()
                .withNewSpec()
                .withPaused(true)
                .endSpec()
                .build());
    assertThat(decide(paused, 60, 60)).isEqualTo(new Impossible("it is paused; resume it"));
  }

  @Test
  void theFingerprintIsOfAddressesNotOfTheirOrderPodsOrZones() {
    assertThat(RestartDecision.fingerprint(gateways("198.51.100.1", "198.51.100.2")))
        .isEqualTo(RestartDecision.fingerprint(gateways("198.51.100.2", "198.51.100.1")));
    assertThat(
            RestartDecision.fingerprint(
                List.of(new Endpoint("198.51.100.1", 9142, "zone", "another"))))
        .contains(NOW);
    assertThat(RestartDecision.fingerprint(List.of(new Endpoint("198.51.100.1", 9143, null, "p"))))
        .isNotEqualTo(Optional.of(NOW));
  }

  @Test
  void aDeploymentRollsUntilItsControllerSaysThatItIsOver() {
    assertThat(deployment(2, 1, "NewReplicaSetAvailable").rolling()).isTrue();
    assertThat(deployment(2, 2, "ReplicaSetUpdated").rolling()).isTrue();
    assertThat(deployment(2, 2, "NewReplicaSetAvailable").rolling()).isFalse();
    assertThat(deployment(2, 2, "ProgressDeadlineExceeded").rolling()).isFalse();
    assertThat(deployment(2, 2, null).rolling()).as("one of two pods is missing").isTrue();
  }

  @Test
  void aStatefulSetRollsWhileItsRevisionsDifferAndADaemonSetWhilePodsAreOld() {
    assertThat(statefulSet("a", "b").rolling()).isTrue();
    assertThat(statefulSet("b", "b").rolling()).isFalse();
    assertThat(daemonSet(3, 2, null).rolling()).isTrue();
    assertThat(daemonSet(3, 3, null).rolling()).isFalse();
    assertThat(daemonSet(3, 3, "OnDelete").hindrance()).isPresent();
  }

  private static Workload deployment(long generation, long observed, String reason) {
    var status =
        new DeploymentBuilder()
            .withNewMetadata()
            .withGeneration(generation)
            .endMetadata()
            .withNewSpec()
            .withReplicas(2)
            .endSpec()
            .withNewStatus()
            .withObservedGeneration(observed)
            .withReplicas(2)
            .withUpdatedReplicas(2)
            .withAvailableReplicas(1);
    if (reason != null) {
      status.addNewCondition().withType("Progressing").withReason(reason).endCondition();
    }
    return Workload.of(status.endStatus().build());
  }

  private static Workload statefulSet(String current, String updated) {
    return Workload.of(
        new StatefulSetBuilder()
            .withNewMetadata()
            .withGeneration(1L)
            .endMetadata()
            .withNewSpec()
            .endSpec()
            .withNewStatus()
            .withObservedGeneration(1L)
            .withCurrentRevision(current)
            .withUpdateRevision(updated)
            .endStatus()
            .build());
  }

  private static Workload daemonSet(int desired, int updated, String strategy) {
    return Workload.of(
        new DaemonSetBuilder()
            .withNewMetadata()
            .withGeneration(1L)
            .endMetadata()
            .withNewSpec()
            .withNewUpdateStrategy()
            .withType(strategy)
            .endUpdateStrategy()
            .endSpec()
            .withNewStatus()
            .withObservedGeneration(1L)
            .withDesiredNumberScheduled(desired)
            .withUpdatedNumberScheduled(updated)
            .endStatus()
            .build());
  }

  private static RestartDecision decide(Workload workload, int quietFor, int waitingFor) {
    return RestartDecision.decide(
        Optional.of(NOW),
        workload,
        Duration.ofSeconds(quietFor),
        Duration.ofSeconds(waitingFor),
        QUIET,
        POLL);
  }

  private static Workload workload(String restartedFor, boolean rolling) {
    return new Workload(
        new DeploymentBuilder()
            .withNewMetadata()
            .withAnnotations(
                restartedFor == null ? null : Map.of("ocmfed.io/restarted-for", restartedFor))
            .endMetadata()
            .build(),
        rolling,
        Optional.empty());
  }

  private static List<Endpoint> gateways(String... hosts) {
    return List.of(hosts).stream().map(host -> new Endpoint(host, 9142, null, "pod")).toList();
  }
}
