package io.ocmfed.node.pod;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Writes a pod's status whenever it has changed; many changes at once are one write. */
final class PodStatusPublisher {

  private static final System.Logger LOG = System.getLogger(PodStatusPublisher.class.getName());
  private static final Duration RETRY = Duration.ofMillis(500);

  private final KubernetesClient client;
  private final Supplier<Pod> latest;
  private final Supplier<PodView> view;
  private final Semaphore changed = new Semaphore(0);
  private PodStatus written;
  private volatile boolean gone;
  private volatile boolean stopped;

  PodStatusPublisher(KubernetesClient client, Supplier<Pod> latest, Supplier<PodView> view) {
    this.client = client;
    this.latest = latest;
    this.view = view;
    this.written = latest.get().getStatus();
  }

  void changed() {
    changed.release();
  }

  /** The object is no more: nothing is written. */
  void gone() {
    gone = true;
    changed.release();
  }

  /** Nothing will change any more: {@link #run} ends, and {@link #publish} may be called. */
  void stop() {
    stopped = true;
    changed.release();
  }

  /** Writes until the object is gone or this is stopped. */
  void run() throws InterruptedException {
    while (!gone && !stopped) {
      changed.acquire();
      changed.drainPermits();
      while (!gone && !stopped && !publish()) {
        boolean sooner = changed.tryAcquire(RETRY.toMillis(), TimeUnit.MILLISECONDS);
        if (sooner) {
          changed.drainPermits();
        }
      }
    }
  }

  /**
   * Writes what is true now.
   *
   * @return false if it must be tried again
   */
  synchronized boolean publish() {
    Pod pod = latest.get();
    PodStatus before = withConditionsOfOthers(pod);
    PodStatus now =
        PodStatusWriter.status(
            view.get(), before, pod.getMetadata().getGeneration(), Instant.now());
    if (now.equals(written)) {
      return true;
    }
    var patch = Map.of("metadata", Map.of("uid", pod.getMetadata().getUid()), "status", now);
    try {
      KubernetesSerialization json = client.getKubernetesSerialization();
      client
          .pods()
          .inNamespace(pod.getMetadata().getNamespace())
          .withName(pod.getMetadata().getName())
          .subresource("status")
          .patch(PatchContext.of(PatchType.JSON_MERGE), json.asJson(patch));
      written = now;
      return true;
    } catch (KubernetesClientException e) {
      boolean another = e.getCode() == HttpURLConnection.HTTP_CONFLICT;
      gone = gone || another || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
      if (!gone) {
        LOG.log(
            System.Logger.Level.WARNING,
            "event=pod_status_not_written pod={0}/{1} error={2}",
            pod.getMetadata().getNamespace(),
            pod.getMetadata().getName(),
            e.getMessage());
      }
      return false;
    }
  }

  /** Ours as we wrote them last, for the watch may lag; the others' as they are. */
  private PodStatus withConditionsOfOthers(Pod pod) {
    var ours = written.getConditions().stream().filter(PodStatusWriter::isOurs);
    var others = pod.getStatus().getConditions().stream().filter(c -> !PodStatusWriter.isOurs(c));
    return pod.getStatus().toBuilder().withConditions(Stream.concat(ours, others).toList()).build();
  }
}
