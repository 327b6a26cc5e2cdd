package io.ocmfed.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The programs of Kubernetes' control plane, etcd and kubectl, built once from their Go modules and
 * kept in the user's cache. The Go module that builds them all into one binary travels with this
 * class as resources, so that it is found from a checkout and from a jar.
 *
 * @param directory where the programs lie, each under its usual name
 */
public record KubernetesPrograms(Path directory) {

  private static final List<String> SOURCES = List.of("go.mod", "go.sum", "main.go", "build.sh");
  private static final Pattern VERSION = Pattern.compile("k8s\\.io/kubernetes (v[0-9.]+)");
  private static final Pattern GO_VERSION = Pattern.compile("go(\\d+)\\.(\\d+)");
  private static final int GO_MINOR = 26;

  /** Whether they can be had without asking the user to install anything. */
  public static boolean available() {
    return Files.isExecutable(cache().resolve("kubebin")) || findGo().isPresent();
  }

  /**
   * The programs, built now when they are not there yet; a build that another process has begun is
   * waited for.
   *
   * @throws ClusterException when they cannot be built
   */
  public static synchronized KubernetesPrograms get(Progress progress) {
    Path cache = cache();
    if (!Files.isExecutable(cache.resolve("kubebin"))) {
      Path go =
          findGo()
              .orElseThrow(
                  () ->
                      new ClusterException(
                          "Building the Kubernetes control plane needs Go 1.%d or newer, which was not found on the PATH."
                              .formatted(GO_MINOR)));
      try {
        progress.during(
            "building the Kubernetes control plane, once (about 5 min)", () -> build(go, cache));
      } catch (ClusterException e) {
        throw e;
      } catch (Exception e) {
        throw new ClusterException("The Kubernetes control plane could not be built: " + e, e);
      }
    }
    return new KubernetesPrograms(cache);
  }

  /** The kubectl built here, or else the one on the PATH. */
  public static String kubectl() {
    Path own = cache().resolve("kubectl");
    return Files.isExecutable(own) ? own.toString() : "kubectl";
  }

  /** The program of that name, such as {@code kubectl}. */
  public Path program(String name) {
    return directory.resolve(name);
  }

  /** The version of Kubernetes that the sources name, such as {@code v1.36.3}. */
  static String version() {
    Matcher matcher = VERSION.matcher(source("go.mod"));
    if (!matcher.find()) {
      throw new IllegalStateException("go.mod names no version of Kubernetes");
    }
    return matcher.group(1);
  }

  private static Path cache() {
    return UserCache.directory().resolve("kubernetes-" + version());
  }

  private static Path build(Path go, Path cache) throws IOException, InterruptedException {
    Files.createDirectories(cache);
    try (var channel =
            FileChannel.open(
                cache.resolve("build.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = channel.lock()) {
      if (!lock.isValid()) {
        throw new IOException("the lock on " + cache + " was lost");
      }
      if (!Files.isExecutable(cache.resolve("kubebin"))) {
        compile(go, cache);
      }
    }
    return cache;
  }

  private static void compile(Path go, Path cache) throws IOException, InterruptedException {
    Path sources = Files.createTempDirectory("ocmfed-control-plane");
    Path log = cache.resolve("build.log");
    try {
      for (String name : SOURCES) {
        Files.writeString(sources.resolve(name), source(name));
      }
      var builder = new ProcessBuilder("bash", "build.sh", cache.toString());
      builder
          .directory(sources.toFile())
          .redirectErrorStream(true)
          .redirectInput(Path.of("/dev/null").toFile())
          .redirectOutput(log.toFile());
      builder
          .environment()
          .merge("PATH", go.getParent().toString(), (path, own) -> own + ":" + path);
      Process process = builder.start();
      try {
        if (process.waitFor() != 0) {
          throw new ClusterException(
              "The Kubernetes control plane could not be built; what Go said is in " + log + ".");
        }
      } finally {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
      }
    } finally {
      PrivateFiles.deleteTree(sources);
    }
    Files.move(log, cache.resolve("built.log"), StandardCopyOption.REPLACE_EXISTING);
  }

  private static Optional<Path> findGo() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.concat(Stream.of(path.split(":")), Stream.of("/usr/local/go/bin"))
        .filter(directory -> !directory.isBlank())
        .map(directory -> Path.of(directory, "go"))
        .filter(Files::isExecutable)
        .filter(KubernetesPrograms::newEnough)
        .findFirst();
  }

  private static boolean newEnough(Path go) {
    try {
      Process process = new ProcessBuilder(go.toString(), "env", "GOVERSION").start();
      try (InputStream output = process.getInputStream()) {
        return newEnough(new String(output.readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (IOException _) {
      return false;
    }
  }

  static boolean newEnough(String goVersion) {
    Matcher matcher = GO_VERSION.matcher(goVersion);
    return matcher.find()
        && (Integer.parseInt(matcher.group(1)) > 1
            || Integer.parseInt(matcher.group(2)) >= GO_MINOR);
  }

  private static String source(String name) {
    try (InputStream resource =
        KubernetesPrograms.class.getResourceAsStream("/control-plane/" + name)) {
      if (resource == null) {
        throw new IllegalStateException("the sources of the control plane lack " + name);
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ClusterException("cannot read the sources of the control plane", e);
    }
  }
}
