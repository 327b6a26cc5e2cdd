package io.ocmfed.cluster;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where a cluster comes from. */
public enum ClusterProvider {
  /** A cluster that the user names by a kubeconfig. */
  EXISTING,
  /** The control plane as processes of this machine, and pods as processes. */
  EMBEDDED,
  /** The control plane in a k3s container, and pods as processes. */
  K3S;

  /** The variable in which the user names one. */
  public static final String VARIABLE = "OCMFED_CLUSTER";

  /** What this machine offers. */
  public record Offers(boolean kubeconfig, boolean programs, boolean docker) {}

  /**
   * Chooses: what the user named; else the kubeconfig he gave, else the embedded control plane,
   * else k3s. Embedded comes before k3s because it starts in seconds once it is built.
   *
   * @throws ClusterException with one sentence when nothing is possible
   */
  public static ClusterProvider choose(Optional<String> named, Offers offers) {
    if (named.isPresent()) {
      return named(named.get());
    }
    if (offers.kubeconfig()) {
      return EXISTING;
    }
    if (offers.programs()) {
      return EMBEDDED;
    }
    if (offers.docker()) {
      return K3S;
    }
    throw new ClusterException(
        "No cluster can be had here: install Go 1.26 or newer (https://go.dev/dl), or start a Docker engine, or name a kubeconfig in "
            + ExistingCluster.KUBECONFIG_VARIABLE
            + ".");
  }

  private static ClusterProvider named(String name) {
    return Arrays.stream(values())
        .filter(provider -> provider.word().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ClusterException(
                    "%s is '%s'; it must be one of %s."
                        .formatted(
                            VARIABLE,
                            name,
                            Arrays.stream(values())
                                .map(ClusterProvider::word)
                                .collect(Collectors.joining(", ")))));
  }

  /** The name that users write, such as {@code embedded}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
