package io.ocmfed.launcher;

import io.ocmfed.cluster.Progress;
import io.ocmfed.node.image.JavaImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;

/** Runs Maven for what is missing or older than its sources. */
public final class MavenBuild {

  private static final List<String> MODULES = List.of("crds", "operator", "ocm-runtime");

  private final Checkout checkout;

  public MavenBuild(Checkout checkout) {
    this.checkout = checkout;
  }

  /**
   * Packages the applications without testing them, if they are not up to date.
   *
   * @throws LauncherException when the build fails
   */
  public void applications(Progress progress) {
    if (upToDate()) {
      return;
    }
    Path log = checkout.root().resolve("target/ocmfed-build.log");
    try {
      Files.createDirectories(log.getParent());
      int code =
          progress.during(
              "building the operator and the runtime",
              () ->
                  run(
                      new ProcessBuilder().redirectErrorStream(true).redirectOutput(log.toFile()),
                      List.of(
                          "-B",
                          "-q",
                          "-DskipTests",
                          "-Dspotless.check.skip",
                          "-pl",
                          "operator,ocm-runtime",
                          "-am",
                          "package")));
      if (code != 0) {
        throw new LauncherException("The build failed; what Maven said is in %s.".formatted(log));
      }
      Files.writeString(stamp(), "");
    } catch (LauncherException e) {
      throw e;
    } catch (Exception e) {
      throw new LauncherException("The build could not be run: " + e.getMessage(), e);
    }
  }

  /** Runs Maven with these arguments on the user's terminal and returns its exit code. */
  public int onTerminal(List<String> arguments) throws IOException, InterruptedException {
    return run(new ProcessBuilder().inheritIO(), arguments);
  }

  private int run(ProcessBuilder builder, List<String> arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(checkout.root().resolve("mvnw").toString()));
    command.addAll(arguments);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.command(command).directory(checkout.root().toFile()).start();
    // A signal to the launcher alone must not leave Maven and its tests behind.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process), "end-maven"));
    try {
      return process.waitFor();
    } finally {
      end(process);
    }
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }

  private Path stamp() {
    return checkout.root().resolve("target/ocmfed-build.stamp");
  }

  private boolean upToDate() {
    try {
      if (!Files.exists(stamp())
          || !Files.exists(checkout.application("operator").resolve(JavaImage.JAR))
          || !Files.exists(checkout.application("ocm-runtime").resolve(JavaImage.JAR))) {
        return false;
      }
      FileTime built = Files.getLastModifiedTime(stamp());
      if (newer(checkout.root().resolve("pom.xml"), built)) {
        return false;
      }
      for (String module : MODULES) {
        Path directory = checkout.root().resolve(module);
        if (newer(directory.resolve("pom.xml"), built)
            || newer(directory.resolve("src/main"), built)) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw new LauncherException("cannot compare the sources with what is built: " + e, e);
    }
  }

  private static boolean newer(Path path, FileTime time) throws IOException {
    if (!Files.exists(path)) {
      return false;
    }
    try (var tree = Files.walk(path)) {
      for (Path file : (Iterable<Path>) tree::iterator) {
        if (Files.getLastModifiedTime(file).compareTo(time) > 0) {
          return true;
        }
      }
      return false;
    }
  }
}
