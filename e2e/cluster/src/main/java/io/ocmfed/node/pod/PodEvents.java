package io.ocmfed.node.pod;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells in {@code kubectl describe pod} what the node does. The same event of the same pod is
 * written once in a while only.
 */
public final class PodEvents {

  private static final System.Logger LOG = System.getLogger(PodEvents.class.getName());
  private static final long SILENCE_SECONDS = 30;

  private final KubernetesClient client;
  private final String node;
  private final Map<String, Instant> told = new ConcurrentHashMap<>();

  public PodEvents(KubernetesClient client, String node) {
    this.client = client;
    this.node = node;
  }

  void normal(Pod pod, String reason, String message) {
    tell(pod, "Normal", reason, message);
  }

  void warning(Pod pod, String reason, String message) {
    tell(pod, "Warning", reason, message);
  }

  private void tell(Pod pod, String type, String reason, String message) {
    Instant now = Instant.now();
    String key = pod.getMetadata().getUid() + reason + message;
    Instant before = told.put(key, now);
    if (before != null && before.plusSeconds(SILENCE_SECONDS).isAfter(now)) {
      return;
    }
    told.values().removeIf(at -> at.plusSeconds(SILENCE_SECONDS).isBefore(now));
    Thread.ofVirtual().name("event").start(() -> write(pod, type, reason, message, now));
  }

  private void write(Pod pod, String type, String reason, String message, Instant now) {
    String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    var meta = pod.getMetadata();
    var event =
        new EventBuilder()
            .withNewMetadata()
            .withGenerateName(meta.getName() + ".")
            .withNamespace(meta.getNamespace())
            .endMetadata()
            .withType(type)
            .withReason(reason)
            .withMessage(message)
            .withCount(1)
            .withFirstTimestamp(time)
            .withLastTimestamp(time)
            .withNewSource("kubelet", node)
            .withReportingComponent("kubelet")
            .withReportingInstance(node)
            .withNewInvolvedObject()
            .withApiVersion("v1")
            .withKind("Pod")
            .withNamespace(meta.getNamespace())
            .withName(meta.getName())
            .withUid(meta.getUid())
            .endInvolvedObject()
            .build();
    try {
      client.v1().events().inNamespace(meta.getNamespace()).resource(event).create();
    } catch (KubernetesClientException e) {
      // The namespace may be going away; an event is no reason to fail.
      LOG.log(System.Logger.Level.DEBUG, "event not written: {0}", e.getMessage());
    }
  }
}
