package io.ocmfed.launcher;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.ocmfed.cluster.ApiServerSwitch;
import io.ocmfed.cluster.Clusters;
import io.ocmfed.cluster.PrivateFiles;
import io.ocmfed.cluster.Progress;
import io.ocmfed.cluster.TestCluster;
import io.ocmfed.node.image.JvmSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A cluster with the operator for journeys and benches, and pairs of clouds on it: each journey
 * takes a fresh pair with namespaces and domains of its own, so that journeys do not meet. Ends
 * with the JVM at the latest; the logs stay below {@code target} of the checkout.
 */
public final class DemoInstallation implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Checkout checkout;
  private final Path directory;
  private final TestCluster cluster;
  private final Installer installer;
  private final CloudClient people;
  private final Progress progress;
  private final int port;
  private final String use;
  private final Queue<CompletableFuture<Void>> removals = new ConcurrentLinkedQueue<>();
  private final Thread atExit = new Thread(this::end, "end-installation");

  private DemoInstallation(
      Checkout checkout,
      Path directory,
      TestCluster cluster,
      Progress progress,
      int port,
      String use) {
    this.checkout = checkout;
    this.directory = directory;
    this.cluster = cluster;
    this.progress = progress;
    this.port = port;
    this.use = use;
    this.installer =
        new Installer(
            checkout,
            cluster.client(),
            cluster.kubeconfig(),
            directory.resolve("installed"),
            progress);
    this.people = new CloudClient(installer.authority());
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Two clouds that are up, and what their organisations keep in Git.
   *
   * @param cloudA where Alice lives
   * @param cloudB where Bob lives
   */
  public record Pair(Cloud cloudA, Cloud cloudB, GitFolder gitA, GitFolder gitB) {}

  /** Starts a cluster with small JVMs, for journeys, and installs the operator. */
  public static DemoInstallation start() {
    return start(JvmSettings.SMALL, "journeys", 1);
  }

  /**
   * Starts a cluster and installs the operator.
   *
   * @param jvm how operator and runtimes run
   * @param use what it is for; the logs are kept in {@code target/<use>} of the checkout
   * @param operators how many operators, of which one leads
   * @throws io.ocmfed.cluster.ClusterException when no cluster can be had, or the applications have
   *     not been built
   */
  public static DemoInstallation start(JvmSettings jvm, String use, int operators) {
    Checkout checkout = Checkout.find();
    Progress progress = Progress.onStandardError();
    try {
      Path directory = Files.createTempDirectory("ocmfed-" + use.replace('/', '-'));
      int port = freePort();
      TestCluster cluster =
          LocalCluster.start(
              checkout,
              directory,
              UUID.randomUUID().toString(),
              Clusters.Lifetime.TEST,
              jvm,
              List.of(port),
              progress);
      var installation = new DemoInstallation(checkout, directory, cluster, progress, port, use);
      installation.installOperator(operators);
      return installation;
    } catch (IOException e) {
      throw new LauncherException("The cluster cannot be prepared: " + e.getMessage(), e);
    }
  }

  private void installOperator(int replicas) {
    try {
      installer.operator(replicas);
      new WorkloadReadiness(client(), progress)
          .await(List.of(Installer.OPERATOR_NAMESPACE), PATIENCE);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** An administrator's client; closed with the installation. */
  public KubernetesClient client() {
    return cluster.client();
  }

  /** The administrator's kubeconfig. */
  public Path kubeconfig() {
    return cluster.kubeconfig();
  }

  /** Calls the clouds as their users do; closed with the installation. */
  public CloudClient people() {
    return people;
  }

  /** The switch of the API server; empty where it is not ours to stop. */
  public Optional<ApiServerSwitch> apiServer() {
    return cluster.apiServer();
  }

  /** Where the logs of the cluster and its pods are. */
  public ClusterLogs logs() {
    return new ClusterLogs(directory);
  }

  /** Installs two fresh clouds with two gateways each and waits until their pods are ready. */
  public Pair freshPair() {
    return freshPair(2, 2);
  }

  /** The same with that many gateways in cloud A and in cloud B. */
  public Pair freshPair(int gatewaysA, int gatewaysB) {
    String suffix = UUID.randomUUID().toString().substring(0, 8);
    Cloud cloudA =
        installer.cloud(
            CloudPlan.cloudA("cloud-a-" + suffix, "cloud-a." + suffix + ".localhost:" + port)
                .withGateways(gatewaysA));
    Cloud cloudB =
        installer.cloud(
            CloudPlan.cloudB("cloud-b-" + suffix, "cloud-b." + suffix + ".localhost:" + port)
                .with(DemoUser.of("carol", "Carol Danvers"))
                .withGateways(gatewaysB));
    new WorkloadReadiness(client(), progress)
        .await(List.of(cloudA.namespace(), cloudB.namespace()), PATIENCE);
    Map<String, String> domains =
        Map.of(
            "cloud-a.localhost:8443", cloudA.domain(), "cloud-b.localhost:9443", cloudB.domain());
    return new Pair(
        cloudA,
        cloudB,
        new GitFolder(checkout.example("cloud-a"), domains),
        new GitFolder(checkout.example("cloud-b"), domains));
  }

  /** The story with these two clouds. */
  public Story story(Pair pair, Teller teller) {
    return new Story(
        client(), pair.cloudA(), pair.cloudB(), pair.gitA(), pair.gitB(), people, teller);
  }

  /** Tells on standard output, with what kubectl shows. */
  public Teller teller() {
    return new TerminalTeller(System.out, kubeconfig(), progress);
  }

  /** Removes both clouds in the background; {@link #close} waits, and tells what went wrong. */
  public void remove(Pair pair) {
    for (Cloud cloud : List.of(pair.cloudA(), pair.cloudB())) {
      removals.add(
          CompletableFuture.runAsync(
              () -> installer.remove(cloud), task -> Thread.ofVirtual().start(task)));
    }
  }

  @Override
  public void close() {
    if (Runtime.getRuntime().removeShutdownHook(atExit)) {
      try {
        removals.forEach(CompletableFuture::join);
      } finally {
        end();
      }
    }
  }

  private void end() {
    people.close();
    cluster.close();
    logs().keep(checkout.root().resolve("target").resolve(use));
    try {
      PrivateFiles.deleteTree(directory);
    } catch (IOException e) {
      throw new LauncherException("cannot remove " + directory, e);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }
}
