package io.ocmfed.launcher;

import io.ocmfed.cluster.Clusters;
import io.ocmfed.cluster.NodeStarter;
import io.ocmfed.cluster.Progress;
import io.ocmfed.cluster.TestCluster;
import io.ocmfed.node.NodeAgent;
import io.ocmfed.node.image.JvmSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A cluster with our node and our images in it. */
public final class LocalCluster {

  /** JVMs that start at the same time take each other's processors, and their probes fail. */
  private static final int STARTING_AT_ONCE = 3;

  private LocalCluster() {}

  /**
   * Starts one from the applications built in the checkout.
   *
   * @param state where all of it is kept; the caller removes it
   * @param jvm how the applications run
   * @param ports the ports of 127.0.0.1 on which Ingresses of class {@code ocmfed} are served
   */
  public static TestCluster start(
      Checkout checkout,
      Path state,
      String clusterId,
      Clusters.Lifetime lifetime,
      JvmSettings jvm,
      List<Integer> ports,
      Progress progress) {
    Map<String, Path> images = AppImages.copy(checkout, state);
    return Clusters.start(
        state, clusterId, lifetime, place -> node(place, images, jvm, ports), progress);
  }

  private static NodeStarter.Node node(
      NodeStarter.Place place, Map<String, Path> images, JvmSettings jvm, List<Integer> ports) {
    NodeAgent agent =
        NodeAgent.start(
            new NodeAgent.Settings(
                place.kubeconfig(),
                place.stateDirectory(),
                place.clusterId(),
                place.range(),
                images,
                jvm,
                ports,
                STARTING_AT_ONCE));
    return agent::close;
  }
}
