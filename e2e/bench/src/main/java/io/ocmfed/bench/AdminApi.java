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

/** Asks the admin API of a cloud's pods, with the token and the names that the operator uses. */
final class AdminApi implements AutoCloseable {

  private final KubernetesClient client;
  private final Cloud cloud;
  private final String token;
  private final Vertx vertx = Vertx.vertx();
  private final WebClient web;

  AdminApi(KubernetesClient client, Cloud cloud) {
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

  /** The addresses of a role's pods. */
  List<String> addresses(String role) {
    return client
        .pods()
        .inNamespace(cloud.namespace())
        .withLabel("app.kubernetes.io/component", role)
        .list()
        .getItems()
        .stream()
        .map(Pod::getStatus)
        .map(status -> status.getPodIP())
        .toList();
  }

  /**
   * Asks one pod.
   *
   * @param path below {@code /admin/v1}, such as {@code /endpoints}
   * @throws BenchException when the answer is no 200
   */
  JsonObject get(String role, String address, String path) {
    HttpResponse<Buffer> answer =
        web.request(
                HttpMethod.GET,
                SocketAddress.inetSocketAddress(StandIn.PORT, address),
                new RequestOptions()
                    .setHost("%s.%s.svc".formatted(role, cloud.namespace()))
                    .setPort(StandIn.PORT)
                    .setSsl(true)
                    .setURI("/admin/v1" + path))
            .bearerTokenAuthentication(token)
            .send()
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    if (answer.statusCode() != 200) {
      throw new BenchException(
          "The admin API of %s answers %d to %s.".formatted(role, answer.statusCode(), path));
    }
    return answer.bodyAsJsonObject();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
