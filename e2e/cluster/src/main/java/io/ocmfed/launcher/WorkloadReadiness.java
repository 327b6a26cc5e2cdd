package io.ocmfed.launcher;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.ocmfed.cluster.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Waits for the Deployments and StatefulSets of a namespace, telling what is still missing. */
public final class WorkloadReadiness {

  private static final Duration LOOK = Duration.ofMillis(250);
  private static final Duration TELL = Duration.ofSeconds(10);

  private final KubernetesClient client;
  private final Progress progress;

  public WorkloadReadiness(KubernetesClient client, Progress progress) {
    this.client = client;
    this.progress = progress;
  }

  /**
   * Returns when all of them have their replicas ready.
   *
   * @throws LauncherException after the given patience, naming the pods that are not ready and why
   */
  public void await(List<String> namespaces, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    long tell = System.nanoTime() + TELL.toNanos();
    while (true) {
      List<String> missing = namespaces.stream().flatMap(n -> missing(n).stream()).toList();
      if (missing.isEmpty()) {
        return;
      }
      long now = System.nanoTime();
      if (now > deadline) {
        throw new LauncherException(
            "Not ready within %s: %s. ./ocmfed logs shows which logs there are."
                .formatted(
                    Progress.text(patience),
                    namespaces.stream()
                        .flatMap(namespace -> unready(namespace).stream())
                        .collect(Collectors.joining("; "))));
      }
      if (now > tell) {
        progress.say("... waiting for " + String.join(", ", missing));
        tell = now + TELL.toNanos();
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  private List<String> missing(String namespace) {
    var missing = new ArrayList<String>();
    var deployments = client.apps().deployments().inNamespace(namespace).list().getItems();
    var sets = client.apps().statefulSets().inNamespace(namespace).list().getItems();
    if (deployments.isEmpty() && sets.isEmpty()) {
      missing.add(namespace);
    }
    for (var deployment : deployments) {
      var status = deployment.getStatus();
      int ready = Objects.requireNonNullElse(status.getReadyReplicas(), 0);
      int updated = Objects.requireNonNullElse(status.getUpdatedReplicas(), 0);
      int wanted = Objects.requireNonNullElse(deployment.getSpec().getReplicas(), 1);
      boolean seen =
          Objects.equals(status.getObservedGeneration(), deployment.getMetadata().getGeneration());
      if (!seen || ready < wanted || updated < wanted) {
        missing.add(
            "%s/%s (%d of %d)"
                .formatted(namespace, deployment.getMetadata().getName(), ready, wanted));
      }
    }
    for (var set : sets) {
      int ready = Objects.requireNonNullElse(set.getStatus().getReadyReplicas(), 0);
      int wanted = Objects.requireNonNullElse(set.getSpec().getReplicas(), 1);
      if (ready < wanted) {
        missing.add(
            "%s/%s (%d of %d)".formatted(namespace, set.getMetadata().getName(), ready, wanted));
      }
    }
    return missing;
  }

  private List<String> unready(String namespace) {
    return client.pods().inNamespace(namespace).list().getItems().stream()
        .filter(pod -> !ready(pod))
        .map(pod -> namespace + "/" + pod.getMetadata().getName() + ": " + why(pod))
        .toList();
  }

  private static boolean ready(Pod pod) {
    return pod.getStatus().getConditions().stream()
        .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
  }

  private static String why(Pod pod) {
    return pod.getStatus().getContainerStatuses().stream()
        .map(WorkloadReadiness::why)
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElseGet(
            () ->
                pod.getStatus().getConditions().stream()
                    .filter(c -> c.getStatus().equals("False") && c.getMessage() != null)
                    .map(c -> c.getMessage())
                    .findFirst()
                    .orElse(pod.getStatus().getPhase()));
  }

  private static String why(ContainerStatus status) {
    var waiting = status.getState().getWaiting();
    if (waiting != null) {
      return waiting.getReason()
          + (waiting.getMessage() == null ? "" : ", " + waiting.getMessage());
    }
    var ended = status.getState().getTerminated();
    if (ended != null) {
      return "ended with code " + ended.getExitCode();
    }
    return Boolean.TRUE.equals(status.getReady()) ? "" : "running, not ready";
  }
}
