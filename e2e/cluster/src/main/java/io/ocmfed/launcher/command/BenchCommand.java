package io.ocmfed.launcher.command;

import io.ocmfed.cluster.Progress;
import io.ocmfed.launcher.Checkout;
import io.ocmfed.launcher.MavenBuild;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * Builds what is measured and what measures, and hands over to a JVM with the settings of the
 * product: the launcher's own JVM is made to start quickly, not to run quickly.
 */
@Command(
    name = "bench",
    mixinStandardHelpOptions = false,
    description = "Measures: propagation, storm, outage, gc, or those named; --help tells more.")
final class BenchCommand implements Callable<Integer> {

  private static final String MAIN = "io.ocmfed.bench.Benches";

  /** Names and options, which the benches read themselves. */
  @Unmatched List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Checkout checkout = Checkout.find();
    Progress progress = Progress.onStandardError();
    var maven = new MavenBuild(checkout);
    maven.applications(progress);
    maven.benches(progress);
    Path target = checkout.root().resolve("e2e/bench/target");
    Path cluster = checkout.root().resolve("e2e/cluster/target");
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Docmfed.home=" + checkout.root(),
                "-cp",
                String.join(
                    File.pathSeparator,
                    target.resolve("classes").toString(),
                    cluster.resolve("classes").toString(),
                    target.resolve("lib") + "/*"),
                MAIN));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).inheritIO().start();
    try {
      return process.waitFor();
    } finally {
      process.destroy();
    }
  }
}
