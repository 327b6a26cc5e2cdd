package io.ocmfed.bench;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.ocmfed.cluster.ApiServerOnly;
import io.ocmfed.launcher.Checkout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real API server with our resource types and nobody who acts on pods: what a bench writes into
 * their status is all that happens to them.
 */
final class BenchCluster implements AutoCloseable {

  static final String OPERATOR_NAMESPACE = "ocmfed-system";

  /** Far from the addresses that a bench gives to runtimes. */
  private static final int OPERATOR_ADDRESS = 30_000;

  private static final long PATIENCE_SECONDS = 60;
  private static final int TIMEOUT_MILLIS = 60_000;

  private final Checkout checkout;
  private final ApiServerOnly server;
  private final KubernetesClient client;

  private BenchCluster(Checkout checkout, ApiServerOnly server) {
    this.checkout = checkout;
    this.server = server;
    Config config = Config.fromKubeconfig(server.kubeconfig().toFile());
    // A busy machine makes a bench slow, not fail.
    config.setConnectionTimeout(TIMEOUT_MILLIS);
    config.setRequestTimeout(TIMEOUT_MILLIS);
    this.client = new KubernetesClientBuilder().withConfig(config).build();
  }

  static BenchCluster start(Checkout checkout) {
    var cluster = new BenchCluster(checkout, ApiServerOnly.start());
    try {
      cluster.namespace(OPERATOR_NAMESPACE);
      cluster.resourceTypes();
      return cluster;
    } catch (IOException e) {
      cluster.close();
      throw new BenchException("The resource types cannot be read: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  KubernetesClient client() {
    return client;
  }

  /** The loopback address of the n-th runtime. */
  String address(int n) {
    return server.range().podAddress(n);
  }

  void namespace(String name) {
    client()
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
  }

  /** Starts the operator against it; output and recording go to the settings' directory. */
  OperatorProcess operator(BenchSettings settings, String bench) {
    Path directory = settings.output();
    return OperatorProcess.start(
        checkout,
        server.kubeconfig(),
        address(OPERATOR_ADDRESS),
        settings.record() ? directory.resolve(bench + ".jfr") : null,
        directory.resolve(bench + "-operator.log"));
  }

  /** From now on EndpointSlices are made; see {@link ApiServerOnly#addEndpointSlices}. */
  void addEndpointSlices() {
    server.addEndpointSlices();
  }

  private void resourceTypes() throws IOException {
    List<Path> files;
    try (var listed = Files.list(checkout.root().resolve("crds/yaml"))) {
      files = listed.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
    for (Path file : files) {
      try (InputStream yaml = Files.newInputStream(file)) {
        for (HasMetadata type : client().load(yaml).items()) {
          client().resource(type).create();
          client()
              .resources(CustomResourceDefinition.class)
              .withName(type.getMetadata().getName())
              .waitUntilCondition(BenchCluster::established, PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
      }
    }
  }

  private static boolean established(CustomResourceDefinition type) {
    return type != null
        && type.getStatus() != null
        && type.getStatus().getConditions() != null
        && type.getStatus().getConditions().stream()
            .anyMatch(
                condition ->
                    condition.getType().equals("Established")
                        && condition.getStatus().equals("True"));
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
