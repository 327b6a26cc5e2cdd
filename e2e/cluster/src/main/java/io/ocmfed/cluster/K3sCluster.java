package io.ocmfed.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The control plane in a k3s container, for machines with a Docker engine and without Go. Its own
 * agent is off: pods are processes of this machine, as in the embedded cluster, so that no images
 * have to be built.
 */
final class K3sCluster implements TestCluster {

  private static final DockerImageName IMAGE =
      DockerImageName.parse("rancher/k3s").withTag("v1.34.1-k3s1");
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final LoopbackLease lease;
  private final K3sContainer container;
  private final NodeStarter.Node node;
  private final Path kubeconfig;
  private final ProcessRecords records;
  private final KubernetesClient client;

  private K3sCluster(
      LoopbackLease lease,
      K3sContainer container,
      NodeStarter.Node node,
      Path kubeconfig,
      ProcessRecords records) {
    this.lease = lease;
    this.container = container;
    this.node = node;
    this.kubeconfig = kubeconfig;
    this.records = records;
    this.client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
            .build();
  }

  /** Whether a Docker engine answers. */
  static boolean available() {
    return DockerClientFactory.instance().isDockerAvailable();
  }

  static K3sCluster start(
      Path stateDirectory, String clusterId, NodeStarter nodeStarter, Progress progress) {
    var lease = LoopbackLease.take();
    LoopbackRange range = lease.range();
    progress.say("starting k3s with Docker; the first time it fetches the image");
    var container = new K3sContainer(IMAGE);
    container.setCommand(
        "server",
        "--tls-san=" + container.getHost(),
        "--disable-agent",
        "--disable=coredns,traefik,servicelb,local-storage,metrics-server",
        "--disable-cloud-controller",
        "--disable-network-policy",
        "--service-cidr=" + range.serviceCidr(),
        "--kube-apiserver-arg=endpoint-reconciler-type=none",
        "--kube-controller-manager-arg=controllers=*,-endpoints-controller,-endpointslice-controller,-endpointslice-mirroring-controller");
    try {
      container.start();
      PrivateFiles.directory(stateDirectory);
      Path kubeconfig = stateDirectory.resolve("kubeconfig");
      PrivateFiles.write(kubeconfig, container.getKubeConfigYaml());
      var place =
          new NodeStarter.Place(
              kubeconfig, PrivateFiles.directory(stateDirectory.resolve("node")), clusterId, range);
      return new K3sCluster(
          lease,
          container,
          nodeStarter.start(place),
          kubeconfig,
          new ProcessRecords(stateDirectory, clusterId));
    } catch (IOException e) {
      container.stop();
      lease.close();
      throw new ClusterException("cannot make the cluster's directories: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      container.stop();
      lease.close();
      throw e;
    }
  }

  @Override
  public ClusterProvider provider() {
    return ClusterProvider.K3S;
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
    return container.isRunning();
  }

  @Override
  public void close() {
    client.close();
    node.close();
    EndProcesses.all(records::running, GRACE);
    container.stop();
    lease.close();
  }
}
