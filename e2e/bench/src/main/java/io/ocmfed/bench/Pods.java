package io.ocmfed.bench;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;

/** Pods of one namespace as objects only: whatever is said of them is written by the bench. */
final class Pods {

  /** The label by which Services find them. */
  static final String APP = "app";

  private static final String READY =
      "{\"status\":{\"phase\":\"Running\",\"podIP\":\"%s\",\"podIPs\":[{\"ip\":\"%s\"}],"
          + "\"conditions\":[{\"type\":\"Ready\",\"status\":\"%s\"}]}}";

  private final KubernetesClient client;
  private final String namespace;

  Pods(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /**
   * Makes one that is not ready.
   *
   * @param app value of the label {@value #APP}
   * @param port name and number
   */
  void create(String name, String app, String ip, Map.Entry<String, Integer> port) {
    create(name, app, ip, port, null);
  }

  /**
   * @param node where it is said to run; null: nowhere
   */
  void create(String name, String app, String ip, Map.Entry<String, Integer> port, String node) {
    client
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .addToLabels(APP, app)
                .endMetadata()
                .withNewSpec()
                .withNodeName(node)
                .withTerminationGracePeriodSeconds(0L)
                .addNewContainer()
                .withName(app)
                .withImage("none")
                .addNewPort()
                .withName(port.getKey())
                .withContainerPort(port.getValue())
                .endPort()
                .endContainer()
                .endSpec()
                .build())
        .create();
    status(name, ip, "False");
  }

  /** One request that makes it ready. */
  void ready(String name, String ip) {
    status(name, ip, "True");
  }

  private void status(String name, String ip, String ready) {
    client
        .pods()
        .inNamespace(namespace)
        .withName(name)
        .subresource("status")
        .patch(PatchContext.of(PatchType.JSON_MERGE), READY.formatted(ip, ip, ready));
  }

  /** One request that removes it at once. */
  void delete(String name) {
    client.pods().inNamespace(namespace).withName(name).withGracePeriod(0).delete();
  }
}
