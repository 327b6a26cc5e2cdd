package io.ocmfed.launcher;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A checkout of this project: where its sources, what is built from them, and its state lie.
 *
 * @param root the directory with the parent POM
 */
public record Checkout(Path root) {

  private static final String PROPERTY = "ocmfed.home";

  /** The one that the launcher's script named, or the one that the working directory is in. */
  public static Checkout find() {
    String named = System.getProperty(PROPERTY);
    Path start = Path.of(named == null ? "" : named).toAbsolutePath().normalize();
    for (Path path = start; path != null; path = path.getParent()) {
      if (Files.isDirectory(path.resolve("e2e/cluster")) && Files.exists(path.resolve("mvnw"))) {
        return new Checkout(path);
      }
    }
    throw new LauncherException("This is no checkout of ocmfed: " + start + ".");
  }

  /** What a cluster that was left running keeps. */
  public Path state() {
    return root.resolve(".ocmfed");
  }

  /** A chart of this project. */
  public Path chart(String name) {
    return root.resolve("helm").resolve(name);
  }

  /** The YAML that an organisation of the demo keeps in Git. */
  public Path example(String name) {
    return root.resolve("examples").resolve(name);
  }

  /** The built Quarkus application of a module. */
  public Path application(String module) {
    return root.resolve(module).resolve("target/app");
  }
}
