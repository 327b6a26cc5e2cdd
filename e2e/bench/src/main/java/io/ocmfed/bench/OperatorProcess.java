package io.ocmfed.bench;

import io.ocmfed.launcher.Checkout;
import io.ocmfed.node.image.JavaImage;
import io.ocmfed.node.image.JvmSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The packaged operator as a process of this machine, as its image runs it. */
final class OperatorProcess implements AutoCloseable {

  private static final int GRACE_SECONDS = 15;

  private final Process process;
  private final Thread atExit;

  private OperatorProcess(Process process) {
    this.process = process;
    this.atExit = new Thread(process::destroyForcibly, "end-operator");
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Starts it; returns at once.
   *
   * @param kubeconfig an administrator's
   * @param host the loopback address that its health and metrics are served on
   * @param record where to write a flight recording; null: none
   * @param log where its output goes
   */
  static OperatorProcess start(
      Checkout checkout, Path kubeconfig, String host, Path record, Path log) {
    Path application = checkout.application("operator");
    if (!Files.exists(application.resolve(JavaImage.JAR))) {
      throw new BenchException("The operator has not been built; start with ./ocmfed bench.");
    }
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmSettings.PRODUCT.options());
    if (record == null) {
      command.add("-XX:AOTCache=" + application.resolve(JavaImage.AOT_CACHE));
    } else {
      // A JVM that records cannot use the cache, and says so as an error.
      command.add("-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=" + record);
    }
    command.addAll(List.of("-jar", application.resolve(JavaImage.JAR).toString()));
    var builder = new ProcessBuilder(command);
    builder.environment().keySet().retainAll(List.of("PATH", "LANG", "TMPDIR"));
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    builder.environment().put("OCMFED_HOST", host);
    builder.environment().put("OCMFED_POD_NAME", "operator-under-measurement");
    builder.environment().put("OCMFED_POD_NAMESPACE", BenchCluster.OPERATOR_NAMESPACE);
    try {
      Files.createDirectories(log.getParent());
      return new OperatorProcess(
          builder.redirectErrorStream(true).redirectOutput(log.toFile()).start());
    } catch (IOException e) {
      throw new BenchException("The operator could not be started: " + e.getMessage(), e);
    }
  }

  /** Stops its time: what the API server tells it meanwhile waits in its sockets. */
  void freeze() {
    signal("STOP");
  }

  /** Lets it go on. */
  void resume() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      // kill is built into every shell, so no package is needed for it.
      int code =
          new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + process.pid())
              .inheritIO()
              .start()
              .waitFor();
      if (code != 0) {
        throw new BenchException("The operator is gone; its log says why.");
      }
    } catch (IOException e) {
      throw new BenchException("No signal can be sent: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted");
    }
  }

  @Override
  public void close() {
    if (!Runtime.getRuntime().removeShutdownHook(atExit)) {
      return;
    }
    process.destroy();
    try {
      if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
