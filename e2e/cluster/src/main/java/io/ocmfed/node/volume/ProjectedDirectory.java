package io.ocmfed.node.volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A directory whose files change all at once: each generation is written into a directory of its
 * own, and the link {@code ..data} moves to it by rename. A reader sees the old or the new ones.
 */
final class ProjectedDirectory {

  private static final String DATA = "..data";

  private final Path root;
  private Map<String, ProjectedFile> current = Map.of();
  private int generation;

  ProjectedDirectory(Path root) {
    this.root = root;
  }

  /** Shows exactly these files, by path relative to the directory. */
  synchronized void show(Map<String, ProjectedFile> files) throws IOException {
    if (generation > 0 && files.equals(current)) {
      return;
    }
    Files.createDirectories(root);
    Path fresh = root.resolve("..generation-" + ++generation);
    for (var file : files.entrySet()) {
      Path target = fresh.resolve(file.getKey()).normalize();
      if (!target.startsWith(fresh)) {
        throw new IOException("a path reaches outside the volume: " + file.getKey());
      }
      Files.createDirectories(target.getParent());
      Files.write(target, file.getValue().content());
      Files.setPosixFilePermissions(target, permissions(file.getValue().mode()));
    }
    Files.createDirectories(fresh);
    Path before = Files.exists(data()) ? data().toRealPath() : null;
    Path next = root.resolve("..data_next");
    Files.deleteIfExists(next);
    Files.createSymbolicLink(next, fresh.getFileName());
    Files.move(next, data(), StandardCopyOption.ATOMIC_MOVE);
    linkNames(files.keySet());
    current = Map.copyOf(files);
    if (before != null) {
      deleteTree(before);
    }
  }

  private Path data() {
    return root.resolve(DATA);
  }

  private void linkNames(Set<String> paths) throws IOException {
    var names = new HashSet<String>();
    for (String path : paths) {
      String name = Path.of(path).getName(0).toString();
      if (names.add(name) && !Files.exists(root.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
        Files.createSymbolicLink(root.resolve(name), Path.of(DATA, name));
      }
    }
    try (Stream<Path> entries = Files.list(root)) {
      for (Path entry : entries.toList()) {
        String name = entry.getFileName().toString();
        if (!name.startsWith("..") && !names.contains(name)) {
          Files.delete(entry);
        }
      }
    }
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    var permissions = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] fromHighest = PosixFilePermission.values();
    for (int bit = 0; bit < fromHighest.length; bit++) {
      if ((mode & (0400 >> bit)) != 0) {
        permissions.add(fromHighest[bit]);
      }
    }
    return permissions;
  }

  static void deleteTree(Path directory) throws IOException {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> below = Files.walk(directory)) {
      for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
