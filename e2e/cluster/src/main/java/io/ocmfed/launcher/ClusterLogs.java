package io.ocmfed.launcher;

import io.ocmfed.cluster.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The log files of a cluster, wherever below its state they lie. */
public final class ClusterLogs {

  private static final String SUFFIX = ".log";

  private final Path stateDirectory;

  public ClusterLogs(Path stateDirectory) {
    this.stateDirectory = stateDirectory;
  }

  /** Their names: the path below the state, without the suffix. */
  public List<String> names() {
    if (!Files.isDirectory(stateDirectory)) {
      return List.of();
    }
    try (var tree = Files.walk(stateDirectory)) {
      return tree.filter(path -> path.getFileName().toString().endsWith(SUFFIX))
          .filter(Files::isRegularFile)
          .map(path -> stateDirectory.relativize(path).toString())
          .map(path -> path.substring(0, path.length() - SUFFIX.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Copies all of them, to read when the cluster is gone; takes the place of what was there.
   *
   * @throws LauncherException when they cannot be copied
   */
  public void keep(Path directory) {
    try {
      PrivateFiles.deleteTree(directory);
      for (String name : names()) {
        Path copy = directory.resolve(name + SUFFIX);
        Files.createDirectories(copy.getParent());
        Files.copy(stateDirectory.resolve(name + SUFFIX), copy);
      }
    } catch (IOException e) {
      throw new LauncherException("cannot keep the logs in " + directory, e);
    }
  }

  /**
   * The log of that name, or the only one whose name contains it.
   *
   * @throws LauncherException when there is none, or more than one
   */
  public Path find(String name) {
    List<String> names = names();
    List<String> found =
        names.contains(name)
            ? List.of(name)
            : names.stream().filter(candidate -> candidate.contains(name)).toList();
    return switch (found.size()) {
      case 0 -> throw new LauncherException("No log is called " + name + "; see ./ocmfed logs.");
      case 1 -> stateDirectory.resolve(found.getFirst() + SUFFIX);
      default ->
          throw new LauncherException(
              "Several logs are called %s: %s.".formatted(name, String.join(", ", found)));
    };
  }
}
