package io.ocmfed.launcher;

import io.ocmfed.cluster.Clusters;
import io.ocmfed.cluster.ProcessIdentity;
import io.ocmfed.cluster.ProcessRecords;
import io.ocmfed.cluster.Progress;
import io.ocmfed.cluster.TestCluster;
import io.ocmfed.node.image.JvmSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * The background process that runs a cluster between {@code up} and {@code down}: it starts the
 * control plane, plays the node, and ends both when it is told to end.
 */
public final class Supervisor {

  private Supervisor() {}

  /**
   * @param arguments the state directory, and the public ports with commas between them; the
   *     cluster's id is in the environment, as in all processes of the cluster
   */
  public static void main(String[] arguments) throws InterruptedException {
    Path state = Path.of(arguments[0]);
    List<Integer> ports = Stream.of(arguments[1].split(",")).map(Integer::valueOf).toList();
    String clusterId = System.getenv(ProcessRecords.MARKER);
    Progress progress = Progress.onStandardError();

    new ProcessRecords(state, clusterId).add("supervisor", ProcessIdentity.current());
    ClusterState starting =
        ClusterState.starting(clusterId).supervisedBy(ProcessIdentity.current());
    starting.write(state);
    try {
      TestCluster cluster =
          LocalCluster.start(
              Checkout.find(),
              state,
              clusterId,
              Clusters.Lifetime.SUPERVISED,
              JvmSettings.SMALL,
              ports,
              progress);
      Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "end-cluster"));
      starting.serving(cluster.provider().word(), cluster.kubeconfig()).write(state);
      progress.say("serving");
      new CountDownLatch(1).await();
    } catch (RuntimeException e) {
      e.printStackTrace();
      starting.failed(e.getMessage() == null ? e.toString() : e.getMessage()).write(state);
      System.exit(1);
    }
  }
}
