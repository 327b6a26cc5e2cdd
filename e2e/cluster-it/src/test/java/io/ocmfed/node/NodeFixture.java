package io.ocmfed.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.ocmfed.cluster.Clusters;
import io.ocmfed.cluster.Progress;
import io.ocmfed.cluster.TestCluster;
import io.ocmfed.node.image.JavaImage;
import io.ocmfed.node.image.JvmSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.awaitility.core.ThrowingRunnable;

/**
 * An embedded cluster with our node, for the tests of the node; each test has its own namespace.
 */
final class NodeFixture implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final AtomicInteger NAMESPACES = new AtomicInteger();

  private final TestCluster cluster;
  private final Path directory;
  private final HttpClient http = HttpClient.newHttpClient();
  private final int publicPort = freePort();
  private final String id = UUID.randomUUID().toString();
  private NodeAgent agent;

  NodeFixture(Path directory) throws IOException {
    this.directory = directory;
    Path application = echoApplication(directory.resolve("echo"));
    this.cluster =
        Clusters.start(
            directory,
            id,
            Clusters.Lifetime.TEST,
            place -> {
              agent =
                  NodeAgent.start(
                      new NodeAgent.Settings(
                          place.kubeconfig(),
                          place.stateDirectory(),
                          place.clusterId(),
                          place.range(),
                          Map.of("test/echo", application),
                          JvmSettings.SMALL,
                          List.of(publicPort),
                          3));
              return agent::close;
            },
            Progress.onStandardError());
  }

  private static Path echoApplication(Path into) throws IOException {
    Files.createDirectories(into);
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, EchoApp.class.getName());
    String path = EchoApp.class.getName().replace('.', '/') + ".class";
    try (OutputStream out = Files.newOutputStream(into.resolve(JavaImage.JAR));
        var jar = new JarOutputStream(out, manifest);
        var bytes = EchoApp.class.getResourceAsStream("/" + path)) {
      jar.putNextEntry(new JarEntry(path));
      bytes.transferTo(jar);
    }
    return into;
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  NodeAgent agent() {
    return agent;
  }

  String clusterId() {
    return id;
  }

  KubernetesClient client() {
    return cluster.client();
  }

  Path nodeDirectory() {
    return directory.resolve("node");
  }

  int publicPort() {
    return publicPort;
  }

  /** A namespace that is ready to have pods. */
  String newNamespace() {
    String name = "test-" + NAMESPACES.incrementAndGet();
    client()
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    await()
        .atMost(PATIENCE)
        .until(
            () -> client().serviceAccounts().inNamespace(name).withName("default").get() != null);
    return name;
  }

  void apply(String namespace, String yaml) {
    client()
        .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
        .inNamespace(namespace)
        .serverSideApply();
  }

  void secret(String namespace, String name, Map<String, String> data) {
    secret(namespace, name, "Opaque", data);
  }

  void secret(String namespace, String name, String type, Map<String, String> data) {
    client()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withType(type)
                .withStringData(data)
                .build())
        .serverSideApply();
  }

  Pod pod(String namespace, String name) {
    return client().pods().inNamespace(namespace).withName(name).get();
  }

  List<Pod> pods(String namespace, String app) {
    return client().pods().inNamespace(namespace).withLabel("app", app).list().getItems();
  }

  Pod awaitReady(String namespace, String name) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(
            () -> assertThat(pod(namespace, name)).matches(Readiness::isPodReady, "is ready"));
    return pod(namespace, name);
  }

  List<Pod> awaitReady(String namespace, String app, int count) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(
            () ->
                assertThat(pods(namespace, app))
                    .hasSize(count)
                    .allMatch(Readiness::isPodReady, "is ready"));
    return pods(namespace, app);
  }

  static void eventually(ThrowingRunnable assertion) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptions()
        .untilAsserted(assertion);
  }

  /** The body of an answer by plain HTTP. */
  String get(String address, int port, String pathAndQuery)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://" + address + ":" + port + pathAndQuery);
    var request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  String ask(Pod pod, String pathAndQuery) throws IOException, InterruptedException {
    return get(pod.getStatus().getPodIP(), 8080, pathAndQuery);
  }

  @Override
  public void close() {
    http.close();
    cluster.close();
  }
}
