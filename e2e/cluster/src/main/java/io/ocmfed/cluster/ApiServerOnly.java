package io.ocmfed.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * A real API server on a real etcd, for tests of resource types and reconcilers: validation,
 * defaulting, RBAC, watches and finalizers are the real ones. There are no controllers: a
 * Deployment makes no pods, owners' dependents are not collected, and a deleted namespace stays
 * Terminating. Pods are admitted without a ServiceAccount.
 *
 * <p>Up in a few seconds; several may run beside each other. Ends with {@link #close()} and, at the
 * latest, with the JVM.
 */
public final class ApiServerOnly implements AutoCloseable {

  private final LoopbackLease lease;
  private final Path directory;
  private final KubernetesPrograms programs;
  private final ControlPlane controlPlane;
  private final KubernetesClient client;
  private final Thread atExit;

  private ApiServerOnly(LoopbackLease lease, Path directory, KubernetesPrograms programs) {
    this.lease = lease;
    this.directory = directory;
    this.programs = programs;
    String clusterId = UUID.randomUUID().toString();
    var files = new ControlPlaneFiles(directory);
    this.controlPlane =
        ControlPlane.start(
            programs,
            files,
            lease.range(),
            ControlPlane.Extent.API_SERVER,
            new ProcessRecords(directory, clusterId),
            TestProcesses.ownedEnvironment(clusterId));
    this.client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(files.kubeconfig().toFile()))
            .build();
    this.atExit = new Thread(this::end, "end-api-server");
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Starts one and returns when it serves.
   *
   * @throws ClusterException when the programs cannot be had or do not start
   */
  public static ApiServerOnly start() {
    KubernetesPrograms programs = KubernetesPrograms.get(Progress.onStandardError());
    TestProcesses.endAbandoned();
    var lease = LoopbackLease.take();
    try {
      Path directory = Files.createTempDirectory("ocmfed-api-server");
      return new ApiServerOnly(lease, directory, programs);
    } catch (IOException e) {
      lease.close();
      throw new ClusterException("cannot make a directory for the API server", e);
    } catch (RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  /**
   * Starts the controller of EndpointSlices beside it, with its stock settings; returns when it
   * runs. From then on the pods of Services must not have loopback addresses.
   */
  public void addEndpointSlices() {
    controlPlane.addEndpointSlices(programs, lease.range());
  }

  /** A client of the administrator's; closed with this object. */
  public KubernetesClient client() {
    return client;
  }

  /** The administrator's kubeconfig. */
  public Path kubeconfig() {
    return new ControlPlaneFiles(directory).kubeconfig();
  }

  /** The loopback addresses that belong to it; the first /24 is its own. */
  public LoopbackRange range() {
    return lease.range();
  }

  /** A kubectl of the same version; give it {@code --kubeconfig}. */
  public Path kubectl() {
    return programs.program("kubectl");
  }

  @Override
  public void close() {
    client.close();
    if (Runtime.getRuntime().removeShutdownHook(atExit)) {
      end();
    }
  }

  private void end() {
    controlPlane.close();
    lease.close();
    try {
      PrivateFiles.deleteTree(directory);
    } catch (IOException e) {
      throw new ClusterException("cannot remove " + directory, e);
    }
  }
}
