package io.ocmfed.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.ocmfed.cluster.ProcessIdentity;
import io.ocmfed.cluster.ProcessRecords;
import io.ocmfed.cluster.Progress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting and ending as the launcher does it, on a checkout that pretends to be built. */
class ClusterLifecycleTest {

  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  @TempDir Path root;

  private Checkout checkout;
  private ClusterLifecycle lifecycle;

  @BeforeEach
  void aCheckoutThatIsBuilt() throws IOException {
    for (String module : List.of("operator", "ocm-runtime")) {
      Path application = Files.createDirectories(root.resolve(module + "/target/app"));
      Files.createFile(application.resolve("app.jar"));
    }
    Files.createDirectories(root.resolve("e2e/cluster"));
    Files.createSymbolicLink(
        root.resolve("e2e/cluster/target"),
        Path.of("../cluster/target").toAbsolutePath().normalize());
    Files.createFile(root.resolve("mvnw"));
    Files.createDirectories(root.resolve("target"));
    Files.createFile(root.resolve("target/ocmfed-build.stamp"));
    checkout = new Checkout(root);
    lifecycle = new ClusterLifecycle(checkout, Progress.onStandardError());
  }

  @Test
  void whatASupervisorStartedIsFoundAndEndedAlsoAfterItWasKilled() throws Exception {
    ClusterState state = lifecycle.start(List.of(freePort()));
    try (KubernetesClient client = Demo.client(Path.of(state.kubeconfig()))) {
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(client.nodes().list().getItems())
                      .singleElement()
                      .matches(node -> Readiness.getInstance().isReady(node)));
    }
    ProcessIdentity supervisor = state.supervisor().orElseThrow();
    assertThat(ProcessIdentity.carrying(ProcessRecords.MARKER, state.clusterId()))
        .hasSize(5)
        .contains(supervisor);
    assertThat(RunningCluster.of(checkout).kubeconfig()).exists();
    assertThat(new ClusterLogs(checkout.state()).names())
        .contains("log/supervisor", "log/kube-apiserver", "log/etcd");

    ProcessHandle.of(supervisor.pid()).orElseThrow().destroyForcibly();
    await().until(() -> !supervisor.alive());
    assertThat(lifecycle.running()).isEmpty();
    assertThat(ProcessIdentity.carrying(ProcessRecords.MARKER, state.clusterId())).hasSize(4);
    assertThatThrownBy(() -> RunningCluster.of(checkout))
        .isInstanceOf(LauncherException.class)
        .hasMessageContaining("has died");

    assertThat(lifecycle.end()).isTrue();
    assertThat(ProcessIdentity.carrying(ProcessRecords.MARKER, state.clusterId())).isEmpty();
    assertThat(lifecycle.end()).as("nothing is left to end").isFalse();
  }

  @Test
  void aTakenPortIsNamedBeforeAnythingStarts() throws IOException {
    try (var other = new ServerSocket(0, 1, LOOPBACK)) {
      assertThatThrownBy(() -> lifecycle.start(List.of(other.getLocalPort())))
          .isInstanceOf(LauncherException.class)
          .hasMessageContaining("Port " + other.getLocalPort());
    }
    assertThat(ClusterState.read(checkout.state())).isEmpty();
  }

  @Test
  void onlyOneCommandAtATimeChangesTheCluster() throws Exception {
    StateLock lock = StateLock.take(checkout);
    Process other = ocmfed("down");
    assertThat(new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo(
            "ocmfed: Another ./ocmfed is at work in this checkout; wait for it or interrupt it.\n");
    assertThat(other.waitFor()).isEqualTo(1);
    lock.close();

    Process later = ocmfed("down");
    assertThat(new String(later.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("nothing was up");
    assertThat(later.waitFor()).isZero();
  }

  @Test
  void withoutAClusterTheCommandsSayHowToGetOne() throws Exception {
    for (String command : List.of("urls", "kubectl")) {
      Process process = ocmfed(command);
      assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("ocmfed: Nothing is up here; start it with ./ocmfed up.\n");
      assertThat(process.waitFor()).isEqualTo(1);
    }
    Process wrong = ocmfed("test", "--repeat", "0");
    assertThat(new String(wrong.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("--repeat must be at least 1");
    assertThat(wrong.waitFor()).isEqualTo(2);
  }

  private Process ocmfed(String... arguments) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Docmfed.home=" + root,
                "-cp",
                System.getProperty("java.class.path"),
                "io.ocmfed.launcher.command.Ocmfed"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, LOOPBACK)) {
      return socket.getLocalPort();
    }
  }
}
