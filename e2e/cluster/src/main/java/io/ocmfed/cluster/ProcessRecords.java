package io.ocmfed.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a cluster has started, in files that outlive whoever started it: one file per process, with
 * its pid and time of start. Each of these processes also carries the cluster's id in the variable
 * {@value #MARKER}; only where record, process and variable agree is a process ended.
 */
public final class ProcessRecords {

  /** The variable that marks the processes of a cluster; its value is the cluster's id. */
  public static final String MARKER = "OCMFED_CLUSTER_ID";

  private final Path directory;
  private final String clusterId;

  public ProcessRecords(Path stateDirectory, String clusterId) {
    this.directory = stateDirectory.resolve("processes");
    this.clusterId = clusterId;
  }

  /** Writes down a process that was just started with the marker in its environment. */
  public void add(String name, Process process) {
    ProcessIdentity.of(process.pid()).ifPresent(identity -> add(name, identity));
  }

  /** Writes down a process by its identity. */
  public void add(String name, ProcessIdentity identity) {
    try {
      PrivateFiles.directory(directory);
      PrivateFiles.write(
          directory.resolve(name + "-" + identity.pid()),
          identity.pid() + " " + identity.startTicks() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot record the process " + name, e);
    }
  }

  /** Forgets a process that has ended. */
  public void remove(String name, long pid) {
    try {
      Files.deleteIfExists(directory.resolve(name + "-" + pid));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot forget the process " + name, e);
    }
  }

  /**
   * The running processes of this cluster: those recorded whose start time and marker are right,
   * and those that carry its marker without a record, because their starter died before writing it.
   */
  public Set<ProcessIdentity> running() {
    var running = new LinkedHashSet<ProcessIdentity>();
    for (ProcessIdentity recorded : recorded()) {
      if (recorded.alive() && recorded.variable(MARKER).filter(clusterId::equals).isPresent()) {
        running.add(recorded);
      }
    }
    running.addAll(ProcessIdentity.carrying(MARKER, clusterId));
    running.remove(ProcessIdentity.current());
    return running;
  }

  private Set<ProcessIdentity> recorded() {
    var recorded = new LinkedHashSet<ProcessIdentity>();
    if (!Files.isDirectory(directory)) {
      return recorded;
    }
    try (var files = Files.newDirectoryStream(directory, "[!.]*")) {
      for (Path file : files) {
        String[] words = Files.readString(file).trim().split(" ");
        recorded.add(new ProcessIdentity(Long.parseLong(words[0]), Long.parseLong(words[1])));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the process records in " + directory, e);
    }
    return recorded;
  }
}
