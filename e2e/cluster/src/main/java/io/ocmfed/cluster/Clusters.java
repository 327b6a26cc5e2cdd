package io.ocmfed.cluster;

import java.nio.file.Path;
import java.util.Optional;

/** Starts the cluster that the user named, or the best that this machine offers. */
public final class Clusters {

  private Clusters() {}

  /** Who ends a cluster. */
  public enum Lifetime {
    /** It must not outlive this JVM: its remains are ended by the next test. */
    TEST,
    /** It is ended by the launcher's {@code down}, also after this JVM died. */
    SUPERVISED
  }

  /** Which provider would be used here. */
  public static ClusterProvider choose() {
    Optional<String> named =
        Optional.ofNullable(System.getenv(ClusterProvider.VARIABLE))
            .filter(name -> !name.isBlank());
    if (named.isPresent()) {
      return ClusterProvider.choose(named, new ClusterProvider.Offers(false, false, false));
    }
    boolean given = ExistingCluster.given().isPresent();
    boolean programs = !given && KubernetesPrograms.available();
    // Looking for Docker takes a while and writes a log; only when it matters.
    boolean docker = !given && !programs && K3sCluster.available();
    return ClusterProvider.choose(named, new ClusterProvider.Offers(given, programs, docker));
  }

  /**
   * Starts a cluster, or connects to the user's.
   *
   * @param stateDirectory where it keeps its files; created, and left to the caller to remove
   * @param clusterId the mark of its processes, different for every cluster
   * @param nodeStarter plays the node, where there is none
   * @throws ClusterException when none can be had
   */
  public static TestCluster start(
      Path stateDirectory,
      String clusterId,
      Lifetime lifetime,
      NodeStarter nodeStarter,
      Progress progress) {
    return switch (choose()) {
      case EXISTING -> ExistingCluster.connect();
      case K3S -> K3sCluster.start(stateDirectory, clusterId, nodeStarter, progress);
      case EMBEDDED -> {
        KubernetesPrograms programs = KubernetesPrograms.get(progress);
        if (lifetime == Lifetime.TEST) {
          TestProcesses.endAbandoned();
        }
        yield EmbeddedCluster.start(
            programs,
            stateDirectory,
            clusterId,
            switch (lifetime) {
              case TEST -> TestProcesses.ownedEnvironment(clusterId);
              case SUPERVISED -> TestProcesses.environment(clusterId);
            },
            nodeStarter,
            progress);
      }
    };
  }
}
