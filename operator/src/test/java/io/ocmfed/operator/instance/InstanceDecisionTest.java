package io.ocmfed.operator.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocmfed.crds.ConditionType;
import io.ocmfed.crds.LocalReference;
import io.ocmfed.crds.OcmInstance;
import io.ocmfed.crds.OcmInstanceSpec;
import io.ocmfed.crds.OcmInstanceStatus;
import io.ocmfed.crds.Reason;
import io.ocmfed.crds.RuntimeRole;
import io.ocmfed.operator.gateway.SyncState;
import io.ocmfed.operator.gateway.SyncState.TargetState;
import io.ocmfed.operator.installation.AdminSecret;
import io.ocmfed.operator.installation.Installation;
import io.ocmfed.operator.installation.Installation.RuntimeService;
import io.ocmfed.operator.installation.PodAddress;
import io.ocmfed.operator.installation.ServicePods;
import io.ocmfed.operator.runtime.Answer;
import io.ocmfed.operator.runtime.Credentials;
import io.ocmfed.operator.runtime.Endpoint;
import io.ocmfed.operator.runtime.Failure;
import io.ocmfed.operator.runtime.Fence;
import io.ocmfed.operator.testing.Fixed;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class InstanceDecisionTest {

  private static final AdminSecret GOOD =
      new AdminSecret.Usable(new Credentials("t", Optional.empty(), "pem"));
  private static final ServicePods ONE =
      new ServicePods.Known(List.of(new PodAddress("p-0", "u", "127.0.0.9", 9000, null)));
  private static final ServicePods NO_POD = new ServicePods.Known(List.of());
  private static final TargetState SYNCED =
      new TargetState("ocm", "p-0", true, Optional.empty(), Optional.empty());

  private final OcmInstance instance =
      Fixed.object(
          new OcmInstance(),
          "cloud-a",
          new OcmInstanceSpec(
              "cloud-a.example.org",
              null,
              new OcmInstanceSpec.Gateway("gateway", "grpc"),
              List.of(new OcmInstanceSpec.Runtime("ocm", RuntimeRole.OCM, "ocm", "management")),
              new LocalReference("admin"),
              null));
  private final InstanceDecision decision = new InstanceDecision(Fixed.CLOCK, Fixed.SLOW);

  private OcmInstanceStatus decide(
      AdminSecret admin, ServicePods gateway, ServicePods runtime, TargetState... targets) {
    Installation installation =
        new Installation(
            instance,
            true,
            admin,
            gateway,
            NO_POD,
            List.of(new RuntimeService("ocm", RuntimeRole.OCM, "ocm", "ocm.cloud-a.svc", runtime)));
    SyncState sync =
        new SyncState(
            Optional.of(new Fence(7, 1042)),
            List.of(new Endpoint("127.0.0.8", 9142, null, "gateway-0")),
            List.of(targets));
    return decision
        .decide(
            instance, new InstanceSight(installation, Optional.empty(), sync, OptionalInt.of(3)))
        .status();
  }

  @Test
  void aGatewayAndAllRuntimePodsInSyncMakeItReady() {
    OcmInstanceStatus status = decide(GOOD, ONE, ONE, SYNCED);
    assertThat(Fixed.condition(status, ConditionType.READY)).isEqualTo("True/Succeeded");
    assertThat(status.inSync()).isEqualTo("1/1");
    assertThat(status.gateway().revision()).isEqualTo("7.1042");
    assertThat(status.mirrorShares().notShown()).isEqualTo(3);
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThat(ready(decide(GOOD, NO_POD, ONE, SYNCED))).isEqualTo("False/NoReadyGateway");
    assertThat(ready(decide(GOOD, new ServicePods.NoService(), ONE, SYNCED)))
        .isEqualTo("False/ServiceNotFound");
    assertThat(ready(decide(GOOD, new ServicePods.NoPort("grpc"), ONE, SYNCED)))
        .isEqualTo("False/PortNotFound");
    assertThat(ready(decide(GOOD, ONE, NO_POD))).isEqualTo("False/NoReadyRuntime");
    assertThat(ready(decide(GOOD, ONE, ONE))).isEqualTo("False/EndpointsBehind");
    assertThat(
            ready(
                decide(
                    new AdminSecret.Unusable(Reason.SECRET_TYPE_NOT_ALLOWED, "wrong type"),
                    ONE,
                    ONE)))
        .isEqualTo("False/SecretTypeNotAllowed");
  }

  @Test
  void aRuntimePodThatFailsSaysWhy() {
    OcmInstanceStatus refused =
        decide(
            GOOD,
            ONE,
            ONE,
            new TargetState(
                "ocm",
                "p-0",
                false,
                Optional.of(new Answer.Refused<>(401, Failure.of("", ""))),
                Optional.of(Fixed.NOW)));
    assertThat(ready(refused)).isEqualTo("False/RuntimeUnauthorized");
    assertThat(refused.inSync()).isEqualTo("0/1");
    assertThat(refused.runtimes().getFirst().message()).contains("admin Secret");

    OcmInstanceStatus away =
        decide(
            GOOD,
            ONE,
            ONE,
            SYNCED,
            new TargetState(
                "ocm",
                "p-1",
                false,
                Optional.of(new Answer.Unreachable<>("the connection was refused")),
                Optional.of(Fixed.NOW)));
    assertThat(ready(away)).isEqualTo("False/RuntimeUnreachable");
    assertThat(away.inSync()).isEqualTo("1/2");
  }

  @Test
  void thePodThatIsBehindIsNamedWithReasonAndTime() {
    TargetState refused =
        new TargetState(
            "ocm",
            "p-1",
            false,
            Optional.of(new Answer.Unreachable<>("the connection was refused")),
            Optional.of(Fixed.NOW));
    OcmInstanceStatus status = decide(GOOD, ONE, ONE, SYNCED, refused);
    String said =
        "Pod p-1 is behind since 2026-03-01T12:00:00Z. The runtime does not answer: the connection"
            + " was refused. It is tried again by itself.";
    assertThat(Fixed.full(status, ConditionType.ENDPOINTS_IN_SYNC).getMessage()).isEqualTo(said);
    assertThat(status.runtimes().getFirst().message()).isEqualTo(said);
    assertThat(Fixed.full(status, ConditionType.RUNTIMES_REACHABLE).getMessage())
        .startsWith("Pod p-1: ");
  }

  @Test
  void ofManyThatAreBehindThoseThatHaveBeenItLongestAreNamed() {
    TargetState[] behind =
        java.util.stream.IntStream.range(0, 9)
            .mapToObj(
                n ->
                    new TargetState(
                        "ocm",
                        "p-" + n,
                        false,
                        Optional.empty(),
                        Optional.of(Fixed.NOW.minusSeconds(n))))
            .toArray(TargetState[]::new);
    String message =
        Fixed.full(decide(GOOD, ONE, ONE, behind), ConditionType.ENDPOINTS_IN_SYNC).getMessage();
    assertThat(message)
        .startsWith("Pod p-8 is behind since 2026-03-01T11:59:52Z.")
        .contains("p-7", "p-6")
        .doesNotContain("p-5")
        .endsWith("Others are behind as well.");
    assertThat(decide(GOOD, ONE, ONE, behind).runtimes().getFirst().message()).isEqualTo(message);
  }

  private static String ready(OcmInstanceStatus status) {
    return Fixed.condition(status, ConditionType.READY);
  }
}
