package io.ocmfed.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** The admin API of an ocm pod, called as the operator does: pod address, Service name, token. */
final class AdminFace {

  private static final int PORT = 9000;

  private AdminFace() {}

  static JsonObject get(Side side, String uri) {
    String namespace = side.cloud().namespace();
    Map<String, String> secret =
        side.world()
            .client()
            .secrets()
            .inNamespace(namespace)
            .withName(side.cloud().name() + "-admin")
            .require()
            .getData();
    String address =
        side
            .world()
            .client()
            .pods()
            .inNamespace(namespace)
            .withLabel("app.kubernetes.io/component", "ocm")
            .list()
            .getItems()
            .stream()
            .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
            .map(pod -> pod.getStatus().getPodIP())
            .findFirst()
            .orElseThrow();
    Vertx vertx = Vertx.vertx();
    try {
      var response =
          WebClient.create(
                  vertx,
                  new WebClientOptions()
                      .setPemTrustOptions(
                          new PemTrustOptions()
                              .addCertValue(Buffer.buffer(decoded(secret, "ca.crt")))))
              .request(
                  HttpMethod.GET,
                  SocketAddress.inetSocketAddress(PORT, address),
                  new RequestOptions()
                      .setHost("ocm." + namespace + ".svc")
                      .setPort(PORT)
                      .setSsl(true)
                      .setURI(uri))
              .bearerTokenAuthentication(decoded(secret, "token"))
              .send()
              .toCompletionStage()
              .toCompletableFuture()
              .join();
      assertThat(response.statusCode()).as(response.bodyAsString()).isEqualTo(200);
      return response.bodyAsJsonObject();
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private static String decoded(Map<String, String> secret, String key) {
    return new String(Base64.getDecoder().decode(secret.get(key)), StandardCharsets.UTF_8);
  }
}
