package io.ocmfed.operator.gateway;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatus;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.ocmfed.crds.Annotations;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A workload at one moment, as far as restarting it is concerned.
 *
 * @param object the workload
 * @param rolling whether its pods are being replaced right now
 * @param hindrance why new pods would not come by themselves; empty when they would
 */
record Workload(HasMetadata object, boolean rolling, Optional<String> hindrance) {

  private static final Set<String> OVER =
      Set.of("NewReplicaSetAvailable", "ProgressDeadlineExceeded");
  private static final String BY_HAND = "its update strategy is OnDelete; write RollingUpdate";

  /** For which gateway addresses it was last restarted, or first seen. */
  Optional<String> restartedFor() {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    return Optional.ofNullable(annotations).map(all -> all.get(Annotations.RESTARTED_FOR));
  }

  /**
   * A rollout is over when the controller says so, or when it has given up; that pods turn unready
   * afterwards begins no other.
   */
  static Workload of(Deployment deployment) {
    if (Boolean.TRUE.equals(deployment.getSpec().getPaused())) {
      return new Workload(deployment, false, Optional.of("it is paused; resume it"));
    }
    DeploymentStatus status = deployment.getStatus();
    boolean rolling =
        status == null
            || unseen(deployment.getMetadata(), status.getObservedGeneration())
            || unfinished(status, wanted(deployment.getSpec().getReplicas()));
    return new Workload(deployment, rolling, Optional.empty());
  }

  private static boolean unfinished(DeploymentStatus status, int wanted) {
    return status.getConditions().stream()
        .filter(condition -> condition.getType().equals("Progressing"))
        .map(condition -> !OVER.contains(condition.getReason()))
        .findFirst()
        // Without a progress deadline there is no such condition.
        .orElseGet(
            () ->
                number(status.getUpdatedReplicas()) < wanted
                    || number(status.getReplicas()) > number(status.getUpdatedReplicas())
                    || number(status.getAvailableReplicas()) < wanted);
  }

  /** Its rollout is over once the current revision is the updated one. */
  static Workload of(StatefulSet set) {
    StatefulSetStatus status = set.getStatus();
    boolean rolling =
        status == null
            || unseen(set.getMetadata(), status.getObservedGeneration())
            || !Objects.equals(status.getCurrentRevision(), status.getUpdateRevision());
    var strategy = set.getSpec().getUpdateStrategy();
    return new Workload(set, rolling, byHand(strategy == null ? null : strategy.getType()));
  }

  /** Its rollout is over once every node has a pod of the newest kind. */
  static Workload of(DaemonSet set) {
    DaemonSetStatus status = set.getStatus();
    boolean rolling =
        status == null
            || unseen(set.getMetadata(), status.getObservedGeneration())
            || number(status.getUpdatedNumberScheduled())
                < number(status.getDesiredNumberScheduled());
    var strategy = set.getSpec().getUpdateStrategy();
    return new Workload(set, rolling, byHand(strategy == null ? null : strategy.getType()));
  }

  private static Optional<String> byHand(String strategy) {
    return "OnDelete".equals(strategy) ? Optional.of(BY_HAND) : Optional.empty();
  }

  private static boolean unseen(ObjectMeta metadata, Long observed) {
    return observed == null
        || metadata.getGeneration() != null && observed < metadata.getGeneration();
  }

  private static int number(Integer count) {
    return count == null ? 0 : count;
  }

  private static int wanted(Integer replicas) {
    return replicas == null ? 1 : replicas;
  }
}
