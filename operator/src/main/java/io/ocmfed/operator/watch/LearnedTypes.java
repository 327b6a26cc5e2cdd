package io.ocmfed.operator.watch;

import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Learns at the start how pods are read. Whoever reads the first one loads hundreds of classes; in
 * the client that is the event loop, on which the renewal of our Lease waits meanwhile: on a busy
 * machine for long enough to lose it, just when the first OcmInstance was created.
 */
@ApplicationScoped
public class LearnedTypes {

  private final KubernetesClient client;

  public LearnedTypes(KubernetesClient client) {
    this.client = client;
  }

  void learn(@Observes StartupEvent event) {
    // Beside the start, which need not wait for it.
    Thread.ofPlatform().daemon().name("learn-types").start(this::learnPods);
  }

  private void learnPods() {
    KubernetesSerialization json = client.getKubernetesSerialization();
    json.unmarshal("{\"kind\": \"PodList\", \"apiVersion\": \"v1\", \"items\": []}", PodList.class);
    json.unmarshal(
        """
        {"type": "ADDED", "object": {"kind": "Pod", "apiVersion": "v1", "metadata": {}, "spec":
        {"containers": [{"ports": [{}]}]}, "status": {"podIPs": [{}], "conditions": [{}]}}}
        """,
        WatchEvent.class);
  }
}
