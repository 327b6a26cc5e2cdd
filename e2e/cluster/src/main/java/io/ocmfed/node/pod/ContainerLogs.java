package io.ocmfed.node.pod;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The logs of all containers, one file each, kept when their pod is gone. */
public final class ContainerLogs {

  private static final String SUFFIX = ".log";

  private ContainerLogs() {}

  /** {@code <stateDir>/logs/<namespace>_<pod>_<container>.log}; no name contains an underscore. */
  public static Path file(Path stateDir, String namespace, String pod, String container) {
    return directory(stateDir).resolve(namespace + "_" + pod + "_" + container + SUFFIX);
  }

  /**
   * The logs that a user may mean by {@code [namespace/]name}: that pod, the pods of a Deployment
   * or StatefulSet of that name, or the containers of that name. Oldest change first.
   */
  public static List<Path> find(Path stateDir, String name) throws IOException {
    int slash = name.indexOf('/');
    String namespace = slash < 0 ? "" : name.substring(0, slash);
    String wanted = name.substring(slash + 1);
    if (!Files.isDirectory(directory(stateDir))) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory(stateDir))) {
      return files
          .filter(file -> matches(file.getFileName().toString(), namespace, wanted))
          .sorted((a, b) -> Long.compare(a.toFile().lastModified(), b.toFile().lastModified()))
          .toList();
    }
  }

  static boolean matches(String file, String namespace, String wanted) {
    if (!file.endsWith(SUFFIX)) {
      return false;
    }
    String[] parts = file.substring(0, file.length() - SUFFIX.length()).split("_", -1);
    return parts.length == 3
        && (namespace.isEmpty() || namespace.equals(parts[0]))
        && (parts[1].equals(wanted)
            || parts[1].startsWith(wanted + "-")
            || parts[2].equals(wanted));
  }

  private static Path directory(Path stateDir) {
    return stateDir.resolve("logs");
  }
}
