package io.ocmfed.bench;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.ocmfed.launcher.AdminApi;
import io.ocmfed.launcher.Cloud;
import io.ocmfed.launcher.CloudClient;
import io.vertx.core.json.JsonObject;

/** How often the roles of a cloud have called its gateways, as their admin API tells. */
final class GatewayCalls implements AutoCloseable {

  private final AdminApi admin;

  GatewayCalls(KubernetesClient client, Cloud cloud) {
    this.admin = new AdminApi(client, cloud);
  }

  /** All calls to the gateways that are in their tables now. */
  long count() {
    return admin.pods("ocm", "graph").stream().mapToLong(this::of).sum();
  }

  private long of(Pod pod) {
    CloudClient.Answer answer = admin.get(pod, "/endpoints");
    if (answer.status() != 200) {
      throw new BenchException("The admin API answers " + answer);
    }
    return answer.json().getJsonObject("services").getJsonArray("gateway").stream()
        .mapToLong(endpoint -> ((JsonObject) endpoint).getLong("calls"))
        .sum();
  }

  @Override
  public void close() {
    admin.close();
  }
}
