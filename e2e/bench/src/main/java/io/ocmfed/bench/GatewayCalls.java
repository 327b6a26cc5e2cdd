package io.ocmfed.bench;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.ocmfed.launcher.Cloud;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** How often the roles of a cloud have called its gateways, as their admin API tells. */
final class GatewayCalls implements AutoCloseable {

  private static final List<String> CALLERS = List.of("ocm", "graph");

  private final KubernetesClient client;
  private final Cloud cloud;
  private final String token;
  private final Vertx vertx = Vertx.vertx();
  private final WebClient web;

  GatewayCalls(KubernetesClient client, Cloud cloud) {
    this.client = client;
    this.cloud = cloud;
    Map<String, String> secret =
        client
            .secrets()
            .inNamespace(cloud.namespace())
            .withName(cloud.name() + "-admin")
            .require()
            .getData();
    this.token = decoded(secret, "token");
    this.web =
        WebClient.create(
            vertx,
            new WebClientOptions()
                .setPemTrustOptions(
                    new PemTrustOptions().addCertValue(Buffer.buffer(decoded(secret, "ca.crt")))));
  }

  private static String decoded(Map<String, String> secret, String key) {
    return new String(Base64.getDecoder().decode(secret.get(key)), StandardCharsets.UTF_8);
  }

  /** All calls to the gateways that are in their tables now. */
  long count() {
    long calls = 0;
    for (String role : CALLERS) {
      for (Pod pod : pods(role)) {
        calls +=
            endpoints(role, pod.getStatus().getPodIP())
                .getJsonObject("services")
                .getJsonArray("gateway")
                .stream()
                .mapToLong(endpoint -> ((JsonObject) endpoint).getLong("calls"))
                .sum();
      }
    }
    return calls;
  }

  private List<Pod> pods(String role) {
    return client
        .pods()
        .inNamespace(cloud.namespace())
        .withLabel("app.kubernetes.io/component", role)
        .list()
        .getItems();
  }

  private JsonObject endpoints(String role, String address) {
    HttpResponse<Buffer> answer =
        web.request(
                HttpMethod.GET,
                SocketAddress.inetSocketAddress(StandIn.PORT, address),
                new RequestOptions()
                    .setHost("%s.%s.svc".formatted(role, cloud.namespace()))
                    .setPort(StandIn.PORT)
                    .setSsl(true)
                    .setURI("/admin/v1/endpoints"))
            .bearerTokenAuthentication(token)
            .send()
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    if (answer.statusCode() != 200) {
      throw new BenchException(
          "The admin API of %s answers %d.".formatted(role, answer.statusCode()));
    }
    return answer.bodyAsJsonObject();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
