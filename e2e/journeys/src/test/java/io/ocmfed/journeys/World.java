package io.ocmfed.journeys;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.ocmfed.cluster.Clusters;
import io.ocmfed.cluster.Progress;
import io.ocmfed.cluster.TestCluster;
import io.ocmfed.launcher.Checkout;
import io.ocmfed.launcher.Cloud;
import io.ocmfed.launcher.CloudClient;
import io.ocmfed.launcher.CloudPlan;
import io.ocmfed.launcher.DemoUser;
import io.ocmfed.launcher.Installer;
import io.ocmfed.launcher.LocalCluster;
import io.ocmfed.launcher.WorkloadReadiness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The cluster with the operator that all journeys of a test run share. */
@SuppressWarnings("deprecation") // JUnit 5.13 closes AutoCloseable too, but only when told so.
public final class World implements ExtensionContext.Store.CloseableResource {

  private static final Duration INSTALLATION = Duration.ofMinutes(5);

  private final AtomicInteger pairs = new AtomicInteger();
  private final TestCluster cluster;
  private final Installer installer;
  private final CloudClient http;
  private final Progress progress;
  private final int port;

  private World(
      TestCluster cluster, Installer installer, CloudClient http, Progress progress, int port) {
    this.cluster = cluster;
    this.installer = installer;
    this.http = http;
    this.progress = progress;
    this.port = port;
  }

  static World start() {
    Progress progress = Progress.onStandardError();
    Checkout checkout = Checkout.find();
    int port = freePort();
    try {
      Path target = Files.createDirectories(checkout.root().resolve("e2e/journeys/target"));
      Path state = Files.createTempDirectory(target, "cluster");
      TestCluster cluster =
          LocalCluster.start(
              checkout,
              state,
              UUID.randomUUID().toString(),
              Clusters.Lifetime.TEST,
              List.of(port),
              progress);
      var installer =
          new Installer(
              checkout, cluster.client(), cluster.kubeconfig(), state.resolve("installed"), progress);
      installer.operator();
      return new World(
          cluster, installer, new CloudClient(installer.authority()), progress, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Two clouds in new namespaces, ready to be federated: Alice lives in A, Bob in B. */
  Pair pair() {
    String suffix = "j" + pairs.incrementAndGet();
    Cloud a =
        installer.cloud(
            CloudPlan.cloudA(
                "cloud-a-" + suffix, "cloud-a." + suffix + ".localhost:" + port));
    Cloud b =
        installer.cloud(
            new CloudPlan(
                "cloud-b",
                "cloud-b-" + suffix,
                "cloud-b." + suffix + ".localhost:" + port,
                "Cloud B",
                List.of(DemoUser.of("bob", "Bob Builder"), DemoUser.of("carol", "Carol Danvers"))));
    new WorkloadReadiness(cluster.client(), progress)
        .await(
            List.of(Installer.OPERATOR_NAMESPACE, a.namespace(), b.namespace()), INSTALLATION);
    return new Pair(this, new Side(this, a), new Side(this, b));
  }

  KubernetesClient client() {
    return cluster.client();
  }

  TestCluster cluster() {
    return cluster;
  }

  CloudClient http() {
    return http;
  }

  Installer installer() {
    return installer;
  }

  @Override
  public void close() {
    http.close();
    cluster.close();
  }
}
