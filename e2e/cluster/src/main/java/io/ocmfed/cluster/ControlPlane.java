package io.ocmfed.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * etcd, the API server and, where asked for, the controllers and the scheduler, as processes of
 * this machine. Does not restart what crashes.
 */
final class ControlPlane implements ApiServerSwitch, AutoCloseable {

  /** Which programs run. */
  enum Extent {
    /** etcd and the API server: objects are stored and validated, nothing acts on them. */
    API_SERVER,
    /** Also kube-controller-manager and kube-scheduler. */
    FULL
  }

  private static final String API_SERVER = "kube-apiserver";
  private static final Duration STARTUP = Duration.ofSeconds(120);
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final ControlPlaneFiles files;
  private final ProcessRecords records;
  private final Map<String, String> environment;
  private final List<Process> processes = new ArrayList<>();
  private List<String> apiServerCommand = List.of();
  private Readiness ready;
  private Process apiServer;

  private ControlPlane(
      ControlPlaneFiles files, ProcessRecords records, Map<String, String> environment) {
    this.files = files;
    this.records = records;
    this.environment = environment;
  }

  /**
   * Starts the programs on this range and returns when they serve.
   *
   * @param environment the whole environment of the programs
   * @throws ClusterException when one ends or is not ready within two minutes
   */
  static ControlPlane start(
      KubernetesPrograms programs,
      ControlPlaneFiles files,
      LoopbackRange range,
      Extent extent,
      ProcessRecords records,
      Map<String, String> environment) {
    var controlPlane = new ControlPlane(files, records, environment);
    try {
      files.create(range);
      controlPlane.startAll(new ControlPlaneCommands(programs, files, range), range, extent);
      return controlPlane;
    } catch (IOException e) {
      controlPlane.close();
      throw new ClusterException("The control plane could not be started: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      controlPlane.close();
      throw e;
    }
  }

  private void startAll(ControlPlaneCommands commands, LoopbackRange range, Extent extent)
      throws IOException {
    boolean full = extent == Extent.FULL;
    run("etcd", commands.etcd());
    apiServerCommand = commands.apiServer(full);
    ready = new Readiness(files.pki("ca.crt"), range.controlPlaneAddress());
    startApiServer();
    if (full) {
      Process controllers = run("kube-controller-manager", commands.controllerManager());
      Process scheduler = run("kube-scheduler", commands.scheduler());
      ready.await(
          "/healthz",
          ControlPlaneCommands.CONTROLLER_MANAGER_PORT,
          STARTUP,
          () -> check("kube-controller-manager", controllers));
      ready.await(
          "/healthz",
          ControlPlaneCommands.SCHEDULER_PORT,
          STARTUP,
          () -> check("kube-scheduler", scheduler));
    }
  }

  private void startApiServer() throws IOException {
    Process started = run(API_SERVER, apiServerCommand);
    apiServer = started;
    ready.await(
        "/readyz", ControlPlaneCommands.API_PORT, STARTUP, () -> check(API_SERVER, started));
  }

  @Override
  public synchronized void off() {
    Process running = apiServer;
    running.destroyForcibly().onExit().join();
    processes.remove(running);
    records.remove(API_SERVER, running.pid());
  }

  @Override
  public synchronized void on() {
    try {
      startApiServer();
    } catch (IOException e) {
      throw new ClusterException("The API server could not be started: " + e.getMessage(), e);
    }
  }

  /** Adds the controller of EndpointSlices to an API server that has no controllers. */
  void addEndpointSlices(KubernetesPrograms programs, LoopbackRange range) {
    try {
      Process controller =
          run(
              "kube-controller-manager",
              new ControlPlaneCommands(programs, files, range).endpointSliceController());
      new Readiness(files.pki("ca.crt"), range.controlPlaneAddress())
          .await(
              "/healthz",
              ControlPlaneCommands.CONTROLLER_MANAGER_PORT,
              STARTUP,
              () -> check("kube-controller-manager", controller));
    } catch (IOException e) {
      throw new ClusterException("The controller could not be started: " + e.getMessage(), e);
    }
  }

  /** Whether all programs run. */
  synchronized boolean alive() {
    return processes.stream().allMatch(Process::isAlive);
  }

  private Process run(String name, List<String> command) throws IOException {
    var builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process =
        builder
            .directory(files.directory().toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(files.log(name).toFile()))
            .start();
    processes.add(process);
    records.add(name, process);
    return process;
  }

  private void check(String name, Process process) {
    if (!process.isAlive()) {
      throw new ClusterException(
          "%s ended with code %d; its last words in %s: %s"
              .formatted(name, process.exitValue(), files.log(name), lastLine(files.log(name))));
    }
  }

  private static String lastLine(Path log) {
    try (var lines = Files.lines(log)) {
      return lines.filter(line -> !line.isBlank()).reduce((_, last) -> last).orElse("none");
    } catch (IOException e) {
      return "unreadable, " + e.getMessage();
    }
  }

  /** Ends the programs, those first that use the others. */
  @Override
  public synchronized void close() {
    for (Process process : processes.reversed()) {
      ProcessIdentity.of(process.pid())
          .ifPresent(identity -> EndProcesses.end(List.of(identity), GRACE));
    }
  }
}
