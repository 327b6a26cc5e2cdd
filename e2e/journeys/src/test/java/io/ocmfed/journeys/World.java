package io.ocmfed.journeys;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.ocmfed.launcher.CloudClient;
import io.ocmfed.launcher.DemoInstallation;
import java.nio.file.Path;

/** The cluster with the operator that all journeys of a test run share. */
public record World(DemoInstallation installation) implements AutoCloseable {

  static World start() {
    return new World(DemoInstallation.start());
  }

  /** Two clouds in new namespaces, ready to be federated: Alice lives in A, Bob and Carol in B. */
  Pair pair() {
    return new Pair(this, installation.freshPair());
  }

  /** The same with one gateway each, where it does not matter: they start sooner. */
  Pair smallPair() {
    return new Pair(this, installation.freshPair(1, 1));
  }

  public KubernetesClient client() {
    return installation.client();
  }

  public Path kubeconfig() {
    return installation.kubeconfig();
  }

  public CloudClient people() {
    return installation.people();
  }

  @Override
  public void close() {
    installation.close();
  }
}
