package io.ocmfed.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A whole cluster as processes of this machine: the control plane and one node, which this JVM
 * plays. Needs neither root nor containers. Loopback addresses are refused in EndpointSlices, so
 * there are none.
 */
final class EmbeddedCluster implements TestCluster {

  private static final Duration GRACE = Duration.ofSeconds(2);

  private final LoopbackLease lease;
  private final ControlPlane controlPlane;
  private final NodeStarter.Node node;
  private final ControlPlaneFiles files;
  private final ProcessRecords records;
  private final KubernetesClient client;

  private EmbeddedCluster(
      LoopbackLease lease,
      ControlPlane controlPlane,
      NodeStarter.Node node,
      ControlPlaneFiles files,
      ProcessRecords records) {
    this.lease = lease;
    this.controlPlane = controlPlane;
    this.node = node;
    this.files = files;
    this.records = records;
    this.client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(files.kubeconfig().toFile()))
            .build();
  }

  /**
   * Starts one and returns when the control plane serves and the node has been started.
   *
   * @param environment the whole environment of the control plane's programs
   */
  static EmbeddedCluster start(
      KubernetesPrograms programs,
      Path stateDirectory,
      String clusterId,
      Map<String, String> environment,
      NodeStarter nodeStarter,
      Progress progress) {
    var lease = LoopbackLease.take();
    ControlPlane controlPlane = null;
    var files = new ControlPlaneFiles(stateDirectory);
    var records = new ProcessRecords(stateDirectory, clusterId);
    try {
      progress.say("starting the control plane on " + lease.range().cidr());
      controlPlane =
          ControlPlane.start(
              programs, files, lease.range(), ControlPlane.Extent.FULL, records, environment);
      var place =
          new NodeStarter.Place(
              files.kubeconfig(),
              PrivateFiles.directory(stateDirectory.resolve("node")),
              clusterId,
              lease.range());
      return new EmbeddedCluster(lease, controlPlane, nodeStarter.start(place), files, records);
    } catch (IOException e) {
      end(controlPlane, lease);
      throw new ClusterException("cannot make the cluster's directories: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      end(controlPlane, lease);
      throw e;
    }
  }

  private static void end(ControlPlane controlPlane, LoopbackLease lease) {
    if (controlPlane != null) {
      controlPlane.close();
    }
    lease.close();
  }

  @Override
  public ClusterProvider provider() {
    return ClusterProvider.EMBEDDED;
  }

  @Override
  public Path kubeconfig() {
    return files.kubeconfig();
  }

  @Override
  public KubernetesClient client() {
    return client;
  }

  @Override
  public boolean alive() {
    return controlPlane.alive();
  }

  @Override
  public Optional<ApiServerSwitch> apiServer() {
    return Optional.of(controlPlane);
  }

  @Override
  public void close() {
    client.close();
    node.close();
    controlPlane.close();
    EndProcesses.all(records::running, GRACE);
    lease.close();
  }
}
