package io.ocmfed.bench;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.ocmfed.launcher.AdminApi;
import io.ocmfed.launcher.Cloud;
import io.ocmfed.launcher.CloudClient;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the ocm role of a cloud holds in its database, as its admin API tells. */
final class CloudRecords implements AutoCloseable {

  private static final Set<String> OPEN = Set.of("Pending", "Received", "Delivered", "Accepted");

  private final AdminApi admin;
  private final Pod pod;

  CloudRecords(KubernetesClient client, Cloud cloud) {
    this.admin = new AdminApi(client, cloud);
    this.pod = admin.pods("ocm").getFirst();
  }

  /** Whether any connection has not ended. Its shares end in the same transaction. */
  boolean connected() {
    return all("/connections?").stream().anyMatch(one -> !"Ended".equals(one.getString("state")));
  }

  /** Shares, either way, declared or not, that have not ended. */
  long openShares() {
    return all("/shares?scope=all").stream().filter(CloudRecords::open).count();
  }

  /** A declaration that has no share yet is Pending as well, and opens nothing. */
  static boolean open(JsonObject share) {
    return share.getString("shareId") != null && OPEN.contains(share.getString("state"));
  }

  /** Messages that wait for the peers. */
  long owed() {
    return all("/trusts?").stream()
        .mapToLong(trust -> trust.getJsonObject("outbox").getLong("depth"))
        .sum();
  }

  private List<JsonObject> all(String path) {
    var items = new ArrayList<JsonObject>();
    String next = "";
    while (next != null) {
      String after = "&after=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
      CloudClient.Answer answer = admin.get(pod, path + after);
      if (answer.status() != 200) {
        throw new BenchException("The admin API answers " + answer);
      }
      JsonObject page = answer.json();
      page.getJsonArray("items").forEach(item -> items.add((JsonObject) item));
      next = page.getString("next");
    }
    return items;
  }

  @Override
  public void close() {
    admin.close();
  }
}
