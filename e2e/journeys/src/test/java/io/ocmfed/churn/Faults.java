package io.ocmfed.churn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.ocmfed.cluster.ProcessIdentity;
import io.ocmfed.cluster.ProcessRecords;
import io.ocmfed.journeys.Side;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** What can happen to a pod, done to it. */
final class Faults {

  private static final String ANNOTATION = "node.ocmfed.io/fault";

  private final KubernetesClient client;
  private final AtomicInteger kills = new AtomicInteger();

  Faults(KubernetesClient client) {
    this.client = client;
  }

  /** Deletes the pod without grace: it is gone at once, and another takes its place. */
  void deleteByForce(Pod pod) {
    resource(pod).withGracePeriod(0).delete();
  }

  /** Deletes the pod as an eviction or a rolling update does. */
  void delete(Pod pod) {
    resource(pod).delete();
  }

  /** Kills the container with SIGKILL; it comes back in the same pod, under the same address. */
  void kill(Pod pod) {
    annotate(pod, "kill " + kills.incrementAndGet());
  }

  /** The same, and waits until it is ready again. */
  void killAndAwaitReturn(Pod pod) {
    int restarts = container(pod).getRestartCount();
    kill(pod);
    await()
        .atMost(Side.PATIENCE)
        .untilAsserted(
            () -> {
              ContainerStatus now = container(resource(pod).get());
              assertThat(now.getRestartCount()).isEqualTo(restarts + 1);
              assertThat(now.getReady()).as("ready again").isTrue();
            });
  }

  /**
   * The same without the API server: kills the process itself, after making sure that it is the
   * container that the pod's status names.
   */
  void killProcess(Pod pod) {
    ProcessHandle handle = ProcessHandle.of(pid(pod)).orElseThrow();
    ProcessIdentity process = ProcessIdentity.of(handle.pid()).orElseThrow();
    assertThat(process.variable(ProcessRecords.MARKER)).isPresent();
    assertThat(process.variable("OCMFED_HOST")).contains(pod.getStatus().getPodIP());
    handle.destroyForcibly();
  }

  /** How many bytes the pod's process has read so far, from files and connections. */
  static long bytesRead(Pod pod) {
    try (var lines = Files.lines(Path.of("/proc/" + pid(pod) + "/io"))) {
      return lines
          .filter(line -> line.startsWith("rchar: "))
          .mapToLong(line -> Long.parseLong(line.substring("rchar: ".length())))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The container's id names its process on the node of the embedded cluster. */
  private static long pid(Pod pod) {
    String id = container(pod).getContainerID();
    return Long.parseLong(id.substring(id.lastIndexOf('/') + 1, id.lastIndexOf('-')));
  }

  /** The process hangs: connections are accepted, nothing is answered. Returns when it does. */
  void freeze(Pod pod) {
    annotate(pod, "freeze");
    await().atMost(Side.PATIENCE).until(() -> stopped(pod));
  }

  private static boolean stopped(Pod pod) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid(pod) + "/stat"));
    // The name in parentheses comes before the state and may hold anything.
    return stat.charAt(stat.lastIndexOf(')') + 2) == 'T';
  }

  /** The pod's packets are lost: nothing is accepted, refused or answered. */
  void losePackets(Pod pod) {
    annotate(pod, "vanish");
  }

  /** Not ready, although it works. */
  void holdUnready(Pod pod) {
    annotate(pod, "unready");
  }

  /** Ends what {@link #freeze}, {@link #losePackets} or {@link #holdUnready} began. */
  void heal(Pod pod) {
    annotate(pod, "");
  }

  private void annotate(Pod pod, String fault) {
    resource(pod)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\": {\"annotations\": {\"%s\": \"%s\"}}}".formatted(ANNOTATION, fault));
  }

  private static ContainerStatus container(Pod pod) {
    return pod.getStatus().getContainerStatuses().getFirst();
  }

  private PodResource resource(Pod pod) {
    return client
        .pods()
        .inNamespace(pod.getMetadata().getNamespace())
        .withName(pod.getMetadata().getName());
  }
}
