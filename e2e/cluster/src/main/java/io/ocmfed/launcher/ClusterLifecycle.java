package io.ocmfed.launcher;

import io.ocmfed.cluster.ClusterProvider;
import io.ocmfed.cluster.Clusters;
import io.ocmfed.cluster.EndProcesses;
import io.ocmfed.cluster.KubernetesPrograms;
import io.ocmfed.cluster.PrivateFiles;
import io.ocmfed.cluster.ProcessIdentity;
import io.ocmfed.cluster.ProcessRecords;
import io.ocmfed.cluster.Progress;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Starts and ends the cluster of a checkout. The caller holds the {@link StateLock}: only one
 * command changes the cluster at a time.
 */
final class ClusterLifecycle {

  private static final Duration STARTUP = Duration.ofMinutes(5);
  private static final Duration ORDERLY_END = Duration.ofSeconds(30);
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final Duration LOOK = Duration.ofMillis(100);

  private final Checkout checkout;
  private final Progress progress;

  ClusterLifecycle(Checkout checkout, Progress progress) {
    this.checkout = checkout;
    this.progress = progress;
  }

  /** What runs, if anything runs and its supervisor lives. */
  Optional<ClusterState> running() {
    return ClusterState.read(checkout.state()).filter(ClusterState::supervised);
  }

  /**
   * Builds what is missing and starts a supervisor; returns when the cluster serves.
   *
   * @throws LauncherException when it does not come up; what was started has then been ended
   */
  ClusterState start(List<Integer> ports) {
    ports.forEach(ClusterLifecycle::requireFree);
    ClusterProvider provider = Clusters.choose();
    if (provider == ClusterProvider.EXISTING) {
      throw new LauncherException(
          "The demo brings a cluster of its own; on a cluster of yours, install the charts with Helm as docs/install.md says.");
    }
    new MavenBuild(checkout).applications(progress);
    if (provider == ClusterProvider.EMBEDDED) {
      KubernetesPrograms.get(progress);
    }
    progress.say("starting the cluster (" + provider.word() + ")");
    ClusterState starting = ClusterState.starting(UUID.randomUUID().toString());
    starting.write(checkout.state());
    try {
      Process supervisor = launch(starting.clusterId(), ports);
      return awaitServing(supervisor);
    } catch (IOException e) {
      throw new LauncherException("The supervisor could not be started: " + e.getMessage(), e);
    }
  }

  private ClusterState awaitServing(Process supervisor) {
    long deadline = System.nanoTime() + STARTUP.toNanos();
    while (System.nanoTime() < deadline) {
      ClusterState state = ClusterState.read(checkout.state()).orElseThrow();
      switch (state.phase()) {
        case SERVING, READY -> {
          return state;
        }
        case FAILED -> throw new LauncherException(state.message());
        case STARTING -> {
          if (!supervisor.isAlive()) {
            throw new LauncherException(
                "The supervisor ended with code %d; see %s."
                    .formatted(supervisor.exitValue(), log()));
          }
          LockSupport.parkNanos(LOOK.toNanos());
        }
      }
    }
    throw new LauncherException(
        "The cluster did not serve within %s; see %s.".formatted(Progress.text(STARTUP), log()));
  }

  /** In a session of its own, so that it outlives this terminal and the pipe we may write to. */
  private Process launch(String clusterId, List<Integer> ports) throws IOException {
    Path classes = checkout.state().resolve("launcher/classes");
    AppImages.copyTree(checkout.root().resolve("e2e/cluster/target/classes"), classes);
    Path libraries = checkout.state().resolve("launcher/lib");
    AppImages.copyTree(checkout.root().resolve("e2e/cluster/target/lib"), libraries);
    PrivateFiles.directory(log().getParent());
    var builder =
        new ProcessBuilder(
            "setsid",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx384m",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Docmfed.home=" + checkout.root(),
            "-cp",
            classes + File.pathSeparator + libraries + "/*",
            Supervisor.class.getName(),
            checkout.state().toString(),
            ports.stream().map(String::valueOf).collect(Collectors.joining(",")));
    builder.environment().put(ProcessRecords.MARKER, clusterId);
    return builder
        .directory(checkout.root().toFile())
        .redirectInput(new File("/dev/null"))
        .redirectErrorStream(true)
        .redirectOutput(log().toFile())
        .start();
  }

  private Path log() {
    return checkout.state().resolve("log/supervisor.log");
  }

  /**
   * Ends everything that belongs to the cluster, whatever is left of it, and removes its state.
   *
   * @return whether there was anything
   */
  boolean end() {
    Optional<ClusterState> state = ClusterState.read(checkout.state());
    state.ifPresent(
        known -> {
          known
              .supervisor()
              .filter(supervisor -> isOf(known.clusterId(), supervisor))
              .ifPresent(supervisor -> EndProcesses.end(List.of(supervisor), ORDERLY_END));
          EndProcesses.all(new ProcessRecords(checkout.state(), known.clusterId())::running, GRACE);
        });
    removeState();
    return state.isPresent();
  }

  private static boolean isOf(String clusterId, ProcessIdentity process) {
    return process.variable(ProcessRecords.MARKER).filter(clusterId::equals).isPresent();
  }

  /** Everything but the lock, which we hold. */
  private void removeState() {
    if (!Files.isDirectory(checkout.state())) {
      return;
    }
    try (var entries = Files.newDirectoryStream(checkout.state())) {
      for (Path entry : entries) {
        if (!entry.getFileName().toString().equals(StateLock.FILE)) {
          PrivateFiles.deleteTree(entry);
        }
      }
    } catch (IOException e) {
      throw new LauncherException("The state could not be removed: " + e.getMessage(), e);
    }
  }

  private static void requireFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
    } catch (IOException e) {
      throw new LauncherException(
          "Port %d of 127.0.0.1, which the demo needs, is used by another program.".formatted(port),
          e);
    }
  }
}
