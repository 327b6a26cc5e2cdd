package io.ocmfed.launcher;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Installs a chart with Helm, in a process of its own: Helm is a Go library, which takes SIGINT and
 * SIGTERM away from the JVM that it is loaded into, and Ctrl-C would do nothing from then on.
 */
final class HelmInstall {

  private HelmInstall() {}

  /**
   * Installs and returns when Helm has, without waiting for anything to be ready.
   *
   * @throws LauncherException with Helm's own words when it fails
   */
  static void run(Path chart, String release, String namespace, Path kubeconfig, Path values) {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                HelmInstall.class.getName()));
    command.addAll(
        List.of(chart.toString(), release, namespace, kubeconfig.toString(), values.toString()));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try {
        String words =
            new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
          throw new LauncherException(
              "Helm could not install %s into %s: %s".formatted(release, namespace, words));
        }
      } finally {
        process.destroy();
      }
    } catch (IOException e) {
      throw new LauncherException("Helm could not be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LauncherException("Interrupted while Helm was at work.", e);
    }
  }

  /**
   * @param arguments chart, release, namespace, kubeconfig, values file
   */
  public static void main(String[] arguments) {
    try {
      new Helm(Path.of(arguments[0]))
          .install()
          .withName(arguments[1])
          .withNamespace(arguments[2])
          .withKubeConfig(Path.of(arguments[3]))
          .withValuesFile(Path.of(arguments[4]))
          .call();
    } catch (IllegalStateException e) {
      System.out.println(e.getMessage());
      System.exit(1);
    }
  }
}
