package io.ocmfed.launcher;

import java.nio.file.Path;

/**
 * The cluster that {@code up} left running.
 *
 * @param kubeconfig the administrator's
 */
public record RunningCluster(Path kubeconfig) {

  /**
   * @throws LauncherException when nothing is up, or what was up has died
   */
  public static RunningCluster of(Checkout checkout) {
    ClusterState state =
        ClusterState.read(checkout.state())
            .filter(known -> known.kubeconfig() != null)
            .orElseThrow(
                () -> new LauncherException("Nothing is up here; start it with ./ocmfed up."));
    if (!state.supervised()) {
      throw new LauncherException(
          "The cluster has died; ./ocmfed up starts it anew, ./ocmfed down removes the rest.");
    }
    return new RunningCluster(Path.of(state.kubeconfig()));
  }
}
