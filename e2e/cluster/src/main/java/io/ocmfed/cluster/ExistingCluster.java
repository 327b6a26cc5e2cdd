package io.ocmfed.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A cluster of the user's, by a kubeconfig. Nothing of it is started or ended here. */
final class ExistingCluster implements TestCluster {

  static final String KUBECONFIG_VARIABLE = "OCMFED_KUBECONFIG";

  private final Path kubeconfig;
  private final KubernetesClient client;

  private ExistingCluster(Path kubeconfig, KubernetesClient client) {
    this.kubeconfig = kubeconfig;
    this.client = client;
  }

  /** The kubeconfig that the user gave for this very purpose. */
  static Optional<Path> given() {
    return Optional.ofNullable(System.getenv(KUBECONFIG_VARIABLE))
        .filter(name -> !name.isBlank())
        .map(Path::of);
  }

  static ExistingCluster connect() {
    Path kubeconfig = given().orElseGet(ExistingCluster::usual);
    if (!Files.isReadable(kubeconfig)) {
      throw new ClusterException(
          "The kubeconfig %s cannot be read; name another in %s."
              .formatted(kubeconfig, KUBECONFIG_VARIABLE));
    }
    KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
            .build();
    try {
      client.getKubernetesVersion();
    } catch (KubernetesClientException e) {
      client.close();
      throw new ClusterException(
          "The cluster of %s does not answer: %s".formatted(kubeconfig, e.getMessage()), e);
    }
    return new ExistingCluster(kubeconfig, client);
  }

  private static Path usual() {
    String variable = System.getenv("KUBECONFIG");
    return variable == null || variable.isBlank()
        ? Path.of(System.getProperty("user.home"), ".kube", "config")
        : Path.of(variable.split(":")[0]);
  }

  @Override
  public ClusterProvider provider() {
    return ClusterProvider.EXISTING;
  }

  @Override
  public Path kubeconfig() {
    return kubeconfig;
  }

  @Override
  public KubernetesClient client() {
    return client;
  }

  @Override
  public boolean alive() {
    return true;
  }

  @Override
  public void close() {
    client.close();
  }
}
