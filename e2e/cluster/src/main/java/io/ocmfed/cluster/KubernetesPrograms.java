package io.ocmfed.cluster;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The programs of Kubernetes' control plane, etcd and kubectl, built once from their Go modules and
 * kept in the user's cache.
 *
 * @param directory where the programs lie, each under its usual name
 */
public record KubernetesPrograms(Path directory) {

  private static final GoBuild BUILD =
      new GoBuild(
          "the Kubernetes control plane",
          "control-plane",
          "k8s.io/kubernetes",
          "kubernetes",
          "kubebin",
          "about 5 min");

  /** Whether they can be had without asking the user to install anything. */
  public static boolean available() {
    return BUILD.available();
  }

  /**
   * The programs, built now when they are not there yet; a build that another process has begun is
   * waited for.
   *
   * @throws ClusterException when they cannot be built
   */
  public static synchronized KubernetesPrograms get(Progress progress) {
    return new KubernetesPrograms(BUILD.get(progress));
  }

  /** The kubectl built here, or else the one on the PATH. */
  public static String kubectl() {
    Path own = BUILD.cache().resolve("kubectl");
    return Files.isExecutable(own) ? own.toString() : "kubectl";
  }

  /** The program of that name, such as {@code kubectl}. */
  public Path program(String name) {
    return directory.resolve(name);
  }

  /** The version of Kubernetes that the sources name, such as {@code v1.36.3}. */
  static String version() {
    return BUILD.version();
  }
}
