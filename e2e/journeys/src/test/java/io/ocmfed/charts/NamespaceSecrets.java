package io.ocmfed.charts;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The Secrets that Helm's {@code lookup} finds. Helm's library asks an API server even when it only
 * renders; this answers its two questions (which resources are there, what is in this Secret) on a
 * loopback address.
 */
final class NamespaceSecrets implements AutoCloseable {

  private static final String RESOURCES =
      """
      {"kind":"APIResourceList","apiVersion":"v1","groupVersion":"v1","resources":[
        {"name":"secrets","singularName":"secret","namespaced":true,"kind":"Secret","verbs":["get"]}]}
      """;
  private static final String NOT_FOUND =
      """
      {"kind":"Status","apiVersion":"v1","status":"Failure","reason":"NotFound","code":404}
      """;

  private final List<Secret> secrets;
  private final HttpServer server;

  private NamespaceSecrets(List<Secret> secrets) {
    this.secrets = secrets;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  static NamespaceSecrets none() {
    return new NamespaceSecrets(List.of());
  }

  static NamespaceSecrets of(List<Secret> secrets) {
    return new NamespaceSecrets(secrets);
  }

  /**
   * Leads Helm to this server; the build sets KUBECONFIG for the tests of the group {@code charts}.
   */
  void writeKubeconfig() {
    Path file = Path.of(System.getenv("KUBECONFIG"));
    if (!file.endsWith(Path.of("charts", "kubeconfig"))) {
      throw new IllegalStateException(
          "run this through Maven, which points KUBECONFIG to a file of its own: " + file);
    }
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(
          file,
          """
          apiVersion: v1
          kind: Config
          current-context: secrets
          contexts: [{name: secrets, context: {cluster: secrets, user: nobody}}]
          clusters: [{name: secrets, cluster: {server: "http://127.0.0.1:%d"}}]
          users: [{name: nobody, user: {}}]
          """
              .formatted(server.getAddress().getPort()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.equals("/api/v1")) {
      send(exchange, 200, RESOURCES);
      return;
    }
    Optional<Secret> found =
        secrets.stream()
            .filter(
                secret ->
                    path.equals(
                        "/api/v1/namespaces/%s/secrets/%s"
                            .formatted(
                                secret.getMetadata().getNamespace(),
                                secret.getMetadata().getName())))
            .findFirst();
    if (found.isPresent()) {
      send(exchange, 200, Serialization.asJson(found.get()));
    } else {
      send(exchange, 404, NOT_FOUND);
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    try (exchange) {
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
