package io.ocmfed.node.pod;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A pod's status, as a kubelet would write it, from what the node sees; pure. */
final class PodStatusWriter {

  private static final Set<String> OURS =
      Set.of(
          "PodReadyToStartContainers", "PodScheduled", "Initialized", "ContainersReady", "Ready");

  private PodStatusWriter() {}

  /**
   * @param before the status so far: transition times and others' conditions are kept
   */
  static PodStatus status(PodView pod, PodStatus before, Long generation, Instant now) {
    Phase phase = Phase.of(pod);
    var status =
        new PodStatusBuilder()
            .withPhase(phase.text)
            .withQosClass(before.getQosClass())
            .withObservedGeneration(generation)
            .withStartTime(time(pod.startedAt()))
            .withHostIP(pod.nodeIp())
            .addNewHostIP(pod.nodeIp())
            .withPodIP(pod.podIp())
            .addNewPodIP(pod.podIp())
            .withConditions(conditions(pod, phase, before.getConditions(), now))
            .withInitContainerStatuses(
                pod.initContainers().stream().map(PodStatusWriter::initStatus).toList())
            .withContainerStatuses(
                pod.containers().stream().map(c -> containerStatus(c, c.ready())).toList());
    pod.failure()
        .ifPresent(failure -> status.withReason(failure.reason()).withMessage(failure.message()));
    return status.build();
  }

  /** Whether the node writes this condition; the others are kept as they are. */
  static boolean isOurs(PodCondition condition) {
    return OURS.contains(condition.getType());
  }

  private enum Phase {
    PENDING("Pending"),
    RUNNING("Running"),
    SUCCEEDED("Succeeded"),
    FAILED("Failed");

    private final String text;

    Phase(String text) {
      this.text = text;
    }

    static Phase of(PodView pod) {
      if (pod.failure().isPresent()) {
        return FAILED;
      }
      if (pod.initContainers().stream().anyMatch(c -> c.finished() && !c.succeeded())) {
        return FAILED;
      }
      if (!pod.initialized()) {
        return PENDING;
      }
      if (pod.containers().stream().allMatch(ContainerView::finished)) {
        return pod.containers().stream().allMatch(ContainerView::succeeded) ? SUCCEEDED : FAILED;
      }
      boolean oneNeverRan =
          pod.containers().stream()
              .anyMatch(c -> c.state() instanceof Doing.Waiting && c.last().isEmpty());
      return oneNeverRan ? PENDING : RUNNING;
    }
  }

  private static List<PodCondition> conditions(
      PodView pod, Phase phase, List<PodCondition> before, Instant now) {
    boolean ended = phase == Phase.SUCCEEDED || phase == Phase.FAILED;
    String reason = "";
    String message = "";
    if (phase == Phase.SUCCEEDED) {
      reason = "PodCompleted";
    } else if (phase == Phase.FAILED) {
      reason = "PodFailed";
    } else if (pod.terminating()) {
      reason = "PodTerminating";
      message = "the pod is being deleted";
    } else if (!pod.allReady()) {
      reason = "ContainersNotReady";
      message = "containers with unready status: " + unready(pod);
    }
    boolean ready = pod.allReady() && !ended;
    String initReason = pod.initialized() ? "" : "ContainersNotInitialized";
    var all = new ArrayList<PodCondition>();
    all.add(condition("PodReadyToStartContainers", !ended, "", "", before, now));
    all.add(condition("PodScheduled", true, "", "", before, now));
    all.add(condition("Initialized", pod.initialized(), initReason, "", before, now));
    all.add(condition("ContainersReady", ready, reason, message, before, now));
    all.add(condition("Ready", ready, reason, message, before, now));
    before.stream().filter(condition -> !isOurs(condition)).forEach(all::add);
    return all;
  }

  private static String unready(PodView pod) {
    return pod.containers().stream()
        .filter(container -> !container.ready())
        .map(ContainerView::name)
        .collect(Collectors.joining(" ", "[", "]"));
  }

  private static PodCondition condition(
      String type,
      boolean holds,
      String reason,
      String message,
      List<PodCondition> before,
      Instant now) {
    String status = holds ? "True" : "False";
    String since =
        before.stream()
            .filter(old -> old.getType().equals(type) && old.getStatus().equals(status))
            .map(PodCondition::getLastTransitionTime)
            .findFirst()
            .orElseGet(() -> time(now));
    return new PodConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason(reason.isEmpty() ? null : reason)
        .withMessage(message.isEmpty() ? null : message)
        .withLastTransitionTime(since)
        .build();
  }

  private static ContainerStatus initStatus(ContainerView container) {
    return containerStatus(container, container.succeeded());
  }

  private static ContainerStatus containerStatus(ContainerView container, boolean ready) {
    return new ContainerStatusBuilder()
        .withName(container.name())
        .withImage(container.image())
        .withImageID(container.image())
        .withContainerID(id(container.state()))
        .withState(state(container.state()))
        .withLastState(
            container
                .last()
                .map(PodStatusWriter::state)
                .orElseGet(() -> new ContainerStateBuilder().build()))
        .withRestartCount(container.restarts())
        .withStarted(container.started())
        .withReady(ready)
        .build();
  }

  private static ContainerState state(Doing state) {
    var builder = new ContainerStateBuilder();
    return switch (state) {
      case Doing.Waiting w ->
          builder
              .withNewWaiting()
              .withReason(w.reason())
              .withMessage(w.message().isEmpty() ? null : w.message())
              .endWaiting()
              .build();
      case Doing.Running r ->
          builder.withNewRunning().withStartedAt(time(r.startedAt())).endRunning().build();
      case Doing.Terminated t ->
          builder
              .withNewTerminated()
              .withExitCode(t.exitCode())
              .withSignal(t.signal() == 0 ? null : t.signal())
              .withReason(t.reason())
              .withMessage(t.message().isEmpty() ? null : t.message())
              .withContainerID(id(t))
              .withStartedAt(time(t.startedAt()))
              .withFinishedAt(time(t.finishedAt()))
              .endTerminated()
              .build();
    };
  }

  /** The id names the process, so that it can be found on this machine. */
  private static String id(Doing state) {
    return switch (state) {
      case Doing.Waiting w -> null;
      case Doing.Running r -> id(r.pid(), r.startedAt());
      case Doing.Terminated t -> id(t.pid(), t.startedAt());
    };
  }

  private static String id(long pid, Instant startedAt) {
    return "process://" + pid + "-" + startedAt.toEpochMilli();
  }

  private static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
