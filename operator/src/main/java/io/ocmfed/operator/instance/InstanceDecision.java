package io.ocmfed.operator.instance;

import static io.ocmfed.crds.ConditionType.ENDPOINTS_IN_SYNC;
import static io.ocmfed.crds.ConditionType.GATEWAY_AVAILABLE;
import static io.ocmfed.crds.ConditionType.RUNTIMES_REACHABLE;

import io.ocmfed.crds.Annotations;
import io.ocmfed.crds.OcmInstance;
import io.ocmfed.crds.OcmInstanceStatus;
import io.ocmfed.crds.Reason;
import io.ocmfed.operator.gateway.SyncState;
import io.ocmfed.operator.gateway.SyncState.TargetState;
import io.ocmfed.operator.installation.AdminSecret;
import io.ocmfed.operator.installation.Installation;
import io.ocmfed.operator.installation.Installation.RuntimeService;
import io.ocmfed.operator.installation.PodAddress;
import io.ocmfed.operator.installation.RuntimeDelivery;
import io.ocmfed.operator.installation.ServicePods;
import io.ocmfed.operator.runtime.Fence;
import io.ocmfed.operator.status.Again;
import io.ocmfed.operator.status.Conditions;
import io.ocmfed.operator.status.Obstacle;
import io.ocmfed.operator.status.RuntimeAnswers;
import io.ocmfed.operator.status.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Decides the status of an OcmInstance; pure. */
final class InstanceDecision {

  private static final int MOST_ENDPOINTS = 100;

  private final Clock clock;
  private final Duration slowPass;

  /**
   * @param slowPass when to look again although nothing was heard
   */
  InstanceDecision(Clock clock, Duration slowPass) {
    this.clock = clock;
    this.slowPass = slowPass;
  }

  Verdict<OcmInstanceStatus> decide(OcmInstance instance, InstanceSight sight) {
    Conditions conditions = Conditions.of(instance, instance.getStatus(), clock);
    if (sight.rival().isPresent()) {
      conditions.blocked(conflict(instance, sight.rival().get()));
      return verdict(instance, SyncState.NONE, List.of(), sight, conditions);
    }
    Installation installation = sight.installation();
    Optional<Obstacle> gateway = gateway(installation);
    Optional<Obstacle> runtimes = runtimes(installation, sight.sync());
    Optional<Obstacle> endpoints = endpoints(sight.sync());
    condition(conditions, GATEWAY_AVAILABLE, gateway, "A gateway pod is ready.");
    condition(conditions, RUNTIMES_REACHABLE, runtimes, "Every runtime pod answers.");
    condition(
        conditions,
        ENDPOINTS_IN_SYNC,
        endpoints,
        "Every runtime pod has the current endpoint table.");
    runtimes
        .or(() -> gateway)
        .or(() -> endpoints)
        .ifPresentOrElse(
            conditions::blocked,
            () ->
                conditions.ready(
                    Reason.SUCCEEDED, "A gateway is ready and all runtime pods are in sync."));
    return verdict(
        instance, sight.sync(), runtimeStates(installation, sight.sync()), sight, conditions);
  }

  /** What was seen last stays, since nobody looks. */
  Verdict<OcmInstanceStatus> paused(OcmInstance instance) {
    Conditions conditions = Conditions.of(instance, instance.getStatus(), clock).keepWhilePaused();
    OcmInstanceStatus before = instance.getStatus();
    boolean known = before != null;
    OcmInstanceStatus status =
        new OcmInstanceStatus(
            instance.getMetadata().getGeneration(),
            Conditions.annotation(instance, Annotations.RECONCILE_AT),
            known ? before.gateway() : null,
            known ? before.runtimes() : List.of(),
            known ? before.inSync() : null,
            known ? before.mirrorShares() : null,
            conditions.list());
    return new Verdict<>(status, new Again.OnEvent());
  }

  private static void condition(
      Conditions conditions,
      io.ocmfed.crds.ConditionType type,
      Optional<Obstacle> obstacle,
      String allWell) {
    obstacle.ifPresentOrElse(
        found -> conditions.no(type, found), () -> conditions.yes(type, Reason.SUCCEEDED, allWell));
  }

  private static Obstacle conflict(OcmInstance instance, OcmInstance rival) {
    return Obstacle.forPerson(
        Reason.CONFLICT,
        "OcmInstance %s is older and has the domain %s; delete one of the two."
            .formatted(rival.getMetadata().getName(), instance.getSpec().domain()));
  }

  private static Optional<Obstacle> gateway(Installation installation) {
    String service = installation.instance().getSpec().gateway().serviceName();
    return switch (installation.gateway()) {
      case ServicePods.Known(List<PodAddress> ready) when !ready.isEmpty() -> Optional.empty();
      case ServicePods.Known none ->
          Optional.of(
              Obstacle.forEvent(
                  Reason.NO_READY_GATEWAY,
                  "No pod behind the Service %s is ready; see its pods.".formatted(service)));
      case ServicePods other -> Optional.of(missing(service, other, Reason.NO_READY_GATEWAY));
    };
  }

  private static Obstacle missing(String service, ServicePods pods, Reason nothingReady) {
    return switch (pods) {
      case ServicePods.NoService() ->
          Obstacle.forEvent(
              Reason.SERVICE_NOT_FOUND, "There is no Service %s; create it.".formatted(service));
      case ServicePods.NoPort(String port) ->
          Obstacle.forPerson(
              Reason.PORT_NOT_FOUND,
              "The Service %s has no port named %s; add it, or name another."
                  .formatted(service, port));
      case ServicePods.WithoutSelector() ->
          Obstacle.forPerson(
              nothingReady,
              ("The Service %s has no selector; give it one, or write endpointSlices: Trust to take"
                      + " addresses from its EndpointSlices.")
                  .formatted(service));
      case ServicePods other ->
          Obstacle.forEvent(
              Reason.PENDING, "The pods behind the Service %s are being read.".formatted(service));
    };
  }

  private static Optional<Obstacle> runtimes(Installation installation, SyncState sync) {
    if (installation.admin() instanceof AdminSecret.Unusable(Reason reason, String message)) {
      return Optional.of(
          reason == Reason.SECRET_NOT_FOUND
              ? Obstacle.forEvent(reason, message)
              : Obstacle.forPerson(reason, message));
    }
    for (RuntimeService runtime : installation.runtimes()) {
      if (runtime.delivery() instanceof RuntimeDelivery.Unusable(Reason reason, String message)) {
        return Optional.of(
            reason == Reason.SECRET_NOT_FOUND
                ? Obstacle.forEvent(reason, message)
                : Obstacle.forPerson(reason, message));
      }
      if (!runtime.pushed()) {
        continue;
      }
      if (!(runtime.pods() instanceof ServicePods.Known(List<PodAddress> ready))) {
        return Optional.of(missing(runtime.serviceName(), runtime.pods(), Reason.NO_READY_RUNTIME));
      }
      if (ready.isEmpty()) {
        return Optional.of(
            Obstacle.forEvent(
                Reason.NO_READY_RUNTIME,
                "No pod behind the Service %s is ready; see its pods."
                    .formatted(runtime.serviceName())));
      }
    }
    return sync.targets().stream()
        .filter(target -> target.trouble().isPresent())
        .min(Lagging.ORDER)
        .map(InstanceDecision::unreached);
  }

  private static Obstacle unreached(TargetState target) {
    Obstacle obstacle = RuntimeAnswers.obstacle(target.trouble().orElseThrow());
    return new Obstacle(
        obstacle.reason(),
        "Pod %s: %s".formatted(target.pod(), obstacle.message()),
        obstacle.remedy());
  }

  private static Optional<Obstacle> endpoints(SyncState sync) {
    boolean all =
        !sync.targets().isEmpty() && sync.targets().stream().allMatch(TargetState::inSync);
    if (sync.current().isPresent() && all) {
      return Optional.empty();
    }
    return Optional.of(
        Obstacle.forEvent(
            Reason.ENDPOINTS_BEHIND,
            Lagging.sentence(sync.targets())
                .orElse("No runtime pod has been sent the endpoint table yet.")));
  }

  private static List<OcmInstanceStatus.Runtime> runtimeStates(
      Installation installation, SyncState sync) {
    return installation.runtimes().stream().map(runtime -> runtimeState(runtime, sync)).toList();
  }

  private static OcmInstanceStatus.Runtime runtimeState(RuntimeService runtime, SyncState sync) {
    List<TargetState> targets =
        sync.targets().stream().filter(target -> target.runtime().equals(runtime.name())).toList();
    return new OcmInstanceStatus.Runtime(
        runtime.name(),
        runtime.pushed() ? runtime.pods().ready().size() : 1,
        (int) targets.stream().filter(TargetState::inSync).count(),
        Lagging.sentence(targets).orElse(null));
  }

  private Verdict<OcmInstanceStatus> verdict(
      OcmInstance instance,
      SyncState sync,
      List<OcmInstanceStatus.Runtime> runtimes,
      InstanceSight sight,
      Conditions conditions) {
    OcmInstanceStatus.Gateway gateway =
        new OcmInstanceStatus.Gateway(
            sync.gateway().size(),
            sync.current().map(Fence::revision).orElse(null),
            sync.gateway().stream()
                .limit(MOST_ENDPOINTS)
                .map(
                    endpoint ->
                        new OcmInstanceStatus.Endpoint(
                            endpoint.host(), endpoint.port(), endpoint.pod(), endpoint.zone()))
                .toList());
    long inSync = sync.targets().stream().filter(TargetState::inSync).count();
    OcmInstanceStatus status =
        new OcmInstanceStatus(
            instance.getMetadata().getGeneration(),
            Conditions.annotation(instance, Annotations.RECONCILE_AT),
            gateway,
            runtimes,
            inSync + "/" + sync.targets().size(),
            sight.mirrorsNotShown().isPresent()
                ? new OcmInstanceStatus.MirrorShares(sight.mirrorsNotShown().getAsInt())
                : null,
            conditions.list());
    return new Verdict<>(status, new Again.After(slowPass));
  }
}
