package io.ocmfed.launcher;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Asks the admin API of a cloud's pods, each by its address, with the token and the names that the
 * operator uses. Blocks until the answer is there.
 */
public final class AdminApi implements AutoCloseable {

  private static final String BASE = "/admin/v1";
  private static final int PORT = 9000;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String ROLE = "app.kubernetes.io/component";

  private final KubernetesClient client;
  private final Cloud cloud;
  private final String token;
  private final Vertx vertx = Vertx.vertx();
  private final WebClient web;

  /**
   * @param client may read the cloud's Secrets and pods
   */
  public AdminApi(KubernetesClient client, Cloud cloud) {
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

  /** The pods of these roles that are not being deleted. */
  public List<Pod> pods(String... roles) {
    return client
        .pods()
        .inNamespace(cloud.namespace())
        .withLabelIn(ROLE, roles)
        .list()
        .getItems()
        .stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .toList();
  }

  /**
   * Asks one pod.
   *
   * @param path below {@code /admin/v1}, such as {@code /endpoints}
   * @return whatever it answers
   * @throws LauncherException when there is no answer within 5 s
   */
  public CloudClient.Answer get(Pod pod, String path) {
    String service = pod.getMetadata().getLabels().get(ROLE);
    return CloudClient.answer(
        web.request(
                HttpMethod.GET,
                SocketAddress.inetSocketAddress(PORT, pod.getStatus().getPodIP()),
                new RequestOptions()
                    .setHost("%s.%s.svc".formatted(service, cloud.namespace()))
                    .setPort(PORT)
                    .setSsl(true)
                    .setURI(BASE + path))
            .bearerTokenAuthentication(token),
        Buffer.buffer(),
        PATIENCE,
        "GET %s of pod %s".formatted(BASE + path, pod.getMetadata().getName()));
  }

  @Override
  public void close() {
    web.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
