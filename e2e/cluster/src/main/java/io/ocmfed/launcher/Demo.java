package io.ocmfed.launcher;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.ocmfed.cluster.PrivateFiles;
import io.ocmfed.cluster.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code up} and {@code down} do: the cluster of a checkout with the operator and two clouds
 * on it, left running between commands.
 */
public final class Demo {

  /** Where the public domains of the two clouds are served; the examples name them. */
  static final List<Integer> PORTS = List.of(8443, 9443);

  private static final Duration INSTALLATION = Duration.ofMinutes(5);

  private final Checkout checkout;
  private final Progress progress;
  private final ClusterLifecycle lifecycle;

  public Demo(Checkout checkout, Progress progress) {
    this.checkout = checkout;
    this.progress = progress;
    this.lifecycle = new ClusterLifecycle(checkout, progress);
  }

  /**
   * Makes sure that all is up: does nothing when it is, and removes and starts anew what was left
   * half started. When it fails or is interrupted, nothing of it is left.
   *
   * @return whether anything had to be done
   */
  public boolean up() {
    try (var lock = StateLock.take(checkout)) {
      Optional<ClusterState> running =
          lifecycle.running().filter(state -> state.phase() == ClusterState.Phase.READY);
      if (running.isPresent() && answers(running.get())) {
        progress.say("already up");
        return false;
      }
      if (lifecycle.end()) {
        progress.say("removed what an earlier start had left");
      }
      lock.whileHeld(this::start);
      return true;
    }
  }

  private void start() {
    var undo = new Thread(lifecycle::end, "undo-up");
    Runtime.getRuntime().addShutdownHook(undo);
    boolean done = false;
    try {
      ClusterState serving = lifecycle.start(PORTS);
      install(Path.of(serving.kubeconfig()));
      serving.ready().write(checkout.state());
      done = true;
    } finally {
      // During an interruption the hook is running already, and does the same.
      if (removed(undo) && !done) {
        progress.say("cleaning up");
        lifecycle.end();
      }
    }
  }

  private static boolean removed(Thread hook) {
    try {
      return Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      return false;
    }
  }

  private void install(Path kubeconfig) {
    try (KubernetesClient client = client(kubeconfig)) {
      var installer =
          new Installer(
              checkout, client, kubeconfig, checkout.state().resolve("installed"), progress);
      Path authority = checkout.state().resolve("ca.crt");
      PrivateFiles.write(authority, installer.authority());
      installer.operator();
      List<Cloud> clouds =
          List.of(
              installer.cloud(CloudPlan.cloudA("cloud-a", "cloud-a.localhost:" + PORTS.get(0))),
              installer.cloud(CloudPlan.cloudB("cloud-b", "cloud-b.localhost:" + PORTS.get(1))));
      progress.say("waiting for the pods");
      new WorkloadReadiness(client, progress)
          .await(List.of(Installer.OPERATOR_NAMESPACE, "cloud-a", "cloud-b"), INSTALLATION);
      new Urls(kubeconfig.toString(), authority.toString(), clouds).write(checkout);
      progress.say("both clouds are up");
    } catch (IOException e) {
      throw new LauncherException("The demo could not be installed: " + e.getMessage(), e);
    }
  }

  /**
   * Ends all that {@code up} started, also after a crash.
   *
   * @return whether there was anything
   */
  public boolean down() {
    try (var lock = StateLock.take(checkout)) {
      boolean[] ended = {false};
      lock.whileHeld(() -> ended[0] = lifecycle.end());
      return ended[0];
    }
  }

  /** Whether the story was told on what is up, or begun: it can only begin on fresh clouds. */
  public boolean told() {
    return Files.exists(toldMark());
  }

  private Path toldMark() {
    return checkout.state().resolve("told");
  }

  /**
   * Tells the story on what is up.
   *
   * @throws LauncherException when nothing is up, or a step does not go as it must
   */
  public void tell() {
    Urls urls = Urls.read(checkout);
    Path kubeconfig = Path.of(urls.kubeconfig());
    try (KubernetesClient client = client(kubeconfig);
        var people = new CloudClient(Files.readString(Path.of(urls.caFile())))) {
      Files.writeString(toldMark(), "");
      Map<String, String> asWritten = Map.of();
      new Story(
              client,
              urls.cloud("cloud-a"),
              urls.cloud("cloud-b"),
              new GitFolder(checkout.example("cloud-a"), asWritten),
              new GitFolder(checkout.example("cloud-b"), asWritten),
              people,
              new TerminalTeller(System.out, kubeconfig, progress))
          .tell();
    } catch (IOException e) {
      throw new LauncherException("The state cannot be used: " + e.getMessage(), e);
    }
  }

  /** A client for the cluster of that kubeconfig. */
  static KubernetesClient client(Path kubeconfig) {
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
        .build();
  }

  private static boolean answers(ClusterState state) {
    try (KubernetesClient client = client(Path.of(state.kubeconfig()))) {
      return client.getKubernetesVersion() != null;
    } catch (KubernetesClientException _) {
      return false;
    }
  }
}
