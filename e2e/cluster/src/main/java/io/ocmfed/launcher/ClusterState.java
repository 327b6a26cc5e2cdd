package io.ocmfed.launcher;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ocmfed.cluster.PrivateFiles;
import io.ocmfed.cluster.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is known about the cluster that was left running, in a file that every command reads.
 *
 * @param clusterId the mark of its processes
 * @param phase how far it got
 * @param supervisorPid process id of the supervisor, 0 before it has started
 * @param supervisorStart its time of start, as {@link ProcessIdentity} has it
 * @param provider what it is made of; null before it is known
 * @param kubeconfig the administrator's; null before it is there
 * @param message why it failed; null otherwise
 */
record ClusterState(
    String clusterId,
    Phase phase,
    long supervisorPid,
    long supervisorStart,
    String provider,
    String kubeconfig,
    String message) {

  /** Written as a word in the file. */
  enum Phase {
    /** The supervisor is starting it. */
    STARTING,
    /** The cluster serves; the demo may not be installed yet. */
    SERVING,
    /** The demo is installed, too. */
    READY,
    /** The supervisor gave up. */
    FAILED
  }

  private static final JsonMapper JSON = JsonMapper.builder().build();

  static ClusterState starting(String clusterId) {
    return new ClusterState(clusterId, Phase.STARTING, 0, 0, null, null, null);
  }

  ClusterState supervisedBy(ProcessIdentity supervisor) {
    return new ClusterState(
        clusterId, phase, supervisor.pid(), supervisor.startTicks(), provider, kubeconfig, message);
  }

  ClusterState serving(String newProvider, Path newKubeconfig) {
    return new ClusterState(
        clusterId,
        Phase.SERVING,
        supervisorPid,
        supervisorStart,
        newProvider,
        newKubeconfig.toString(),
        null);
  }

  ClusterState ready() {
    return new ClusterState(
        clusterId, Phase.READY, supervisorPid, supervisorStart, provider, kubeconfig, null);
  }

  ClusterState failed(String why) {
    return new ClusterState(
        clusterId, Phase.FAILED, supervisorPid, supervisorStart, provider, kubeconfig, why);
  }

  Optional<ProcessIdentity> supervisor() {
    return supervisorPid == 0
        ? Optional.empty()
        : Optional.of(new ProcessIdentity(supervisorPid, supervisorStart));
  }

  boolean supervised() {
    return supervisor().filter(ProcessIdentity::alive).isPresent();
  }

  static Optional<ClusterState> read(Path stateDirectory) {
    Path file = file(stateDirectory);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(file.toFile(), ClusterState.class));
    } catch (IOException e) {
      throw new LauncherException("The state in %s cannot be read: %s".formatted(file, e), e);
    }
  }

  void write(Path stateDirectory) {
    try {
      PrivateFiles.directory(stateDirectory);
      PrivateFiles.write(file(stateDirectory), JSON.writeValueAsString(this));
    } catch (IOException e) {
      throw new LauncherException(
          "The state in %s cannot be written: %s".formatted(stateDirectory, e), e);
    }
  }

  private static Path file(Path stateDirectory) {
    return stateDirectory.resolve("cluster.json");
  }
}
