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
 * A program that is built once from a Go module and kept in the user's cache. The module travels
 * with this class as resources, so that it is found from a checkout and from a jar; its {@code
 * build.sh} takes the directory to build into.
 *
 * @param name what is built, for people, such as {@code the NATS server}
 * @param resources folder of the module among the resources, such as {@code nats-server}
 * @param module the Go module whose version in {@code go.mod} is the program's
 * @param cacheName first part of the directory's name in the cache; the version follows
 * @param binary file that is there once the build is done
 * @param howLong how long it takes, for people
 */
record GoBuild(
    String name, String resources, String module, String cacheName, String binary, String howLong) {

  private static final List<String> SOURCES = List.of("go.mod", "go.sum", "main.go", "build.sh");
  private static final Pattern GO_VERSION = Pattern.compile("go(\\d+)\\.(\\d+)");
  private static final int GO_MINOR = 26;

  /** Whether it can be had without asking the user to install anything. */
  boolean available() {
    return built() || findGo().isPresent();
  }

  private boolean built() {
    return Files.isExecutable(cache().resolve(binary));
  }

  /**
   * The directory that holds the program, built now when it is not there yet; a build that another
   * process has begun is waited for.
   *
   * @throws ClusterException when it cannot be built
   */
  Path get(Progress progress) {
    Path cache = cache();
    if (!built()) {
      Path go =
          findGo()
              .orElseThrow(
                  () ->
                      new ClusterException(
                          "Building %s needs Go 1.%d or newer, which was not found on the PATH."
                              .formatted(name, GO_MINOR)));
      try {
        progress.during("building %s, once (%s)".formatted(name, howLong), () -> build(go, cache));
      } catch (ClusterException e) {
        throw e;
      } catch (Exception e) {
        throw new ClusterException("Could not build %s: %s".formatted(name, e), e);
      }
    }
    return cache;
  }

  /** The version that the sources name, such as {@code v1.36.3}. */
  String version() {
    Matcher matcher =
        Pattern.compile(Pattern.quote(module) + " (v[0-9.]+)").matcher(source("go.mod"));
    if (!matcher.find()) {
      throw new IllegalStateException("go.mod names no version of " + module);
    }
    return matcher.group(1);
  }

  Path cache() {
    return UserCache.directory().resolve(cacheName + "-" + version());
  }

  private Path build(Path go, Path cache) throws IOException, InterruptedException {
    Files.createDirectories(cache);
    try (var channel =
            FileChannel.open(
                cache.resolve("build.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = channel.lock()) {
      if (!lock.isValid()) {
        throw new IOException("the lock on " + cache + " was lost");
      }
      if (!Files.isExecutable(cache.resolve(binary))) {
        compile(go, cache);
      }
    }
    return cache;
  }

  private void compile(Path go, Path cache) throws IOException, InterruptedException {
    Path sources = Files.createTempDirectory("ocmfed-" + resources);
    Path log = cache.resolve("build.log");
    try {
      for (String file : SOURCES) {
        Files.writeString(sources.resolve(file), source(file));
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
              "Could not build %s; what Go said is in %s.".formatted(name, log));
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
        .filter(GoBuild::newEnough)
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

  private String source(String file) {
    try (InputStream resource = GoBuild.class.getResourceAsStream("/" + resources + "/" + file)) {
      if (resource == null) {
        throw new IllegalStateException("the sources of " + name + " lack " + file);
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ClusterException("cannot read the sources of " + name, e);
    }
  }
}
