package io.ocmfed.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.Optional;

/** A Kubernetes cluster with an administrator's rights on it. */
public interface TestCluster extends AutoCloseable {

  /** Which kind it is. */
  ClusterProvider provider();

  /** The administrator's kubeconfig. */
  Path kubeconfig();

  /** A client of the administrator's; closed with the cluster. */
  KubernetesClient client();

  /** Whether all that it is made of still runs. */
  boolean alive();

  /** The switch of its API server; empty where that is not ours to stop. */
  default Optional<ApiServerSwitch> apiServer() {
    return Optional.empty();
  }

  /** Ends what was started for it; a cluster of the user's is left as it is. */
  @Override
  void close();
}
