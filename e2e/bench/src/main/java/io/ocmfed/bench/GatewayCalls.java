package io.ocmfed.bench;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.ocmfed.launcher.Cloud;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** How often the roles of a cloud have called its gateways, as their admin API tells. */
final class GatewayCalls implements AutoCloseable {

  private static final List<String> CALLERS = List.of("ocm", "graph");

  private final AdminApi admin;

  GatewayCalls(KubernetesClient client, Cloud cloud) {
    this.admin = new AdminApi(client, cloud);
  }

  /** All calls to the gateways that are in their tables now. */
  long count() {
    long calls = 0;
    for (String role : CALLERS) {
      for (String address : admin.addresses(role)) {
        calls +=
            admin
                .get(role, address, "/endpoints")
                .getJsonObject("services")
                .getJsonArray("gateway")
                .stream()
                .mapToLong(endpoint -> ((JsonObject) endpoint).getLong("calls"))
                .sum();
      }
    }
    return calls;
  }

  @Override
  public void close() {
    admin.close();
  }
}
