package io.ocmfed.launcher;

import io.ocmfed.cluster.PrivateFiles;
import io.ocmfed.node.image.JavaImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;

/**
 * What stands for our images on the node: copies of the built applications, so that building anew
 * does not pull the ground from under running pods.
 */
public final class AppImages {

  /** Image name without tag, to the module that builds it. */
  private static final Map<String, String> MODULES =
      Map.of("ocmfed/ocm-runtime", "ocm-runtime", "ocmfed/ocm-operator", "operator");

  private AppImages() {}

  /**
   * Copies the applications below a cluster's state.
   *
   * @return image name without tag to the directory of its application
   * @throws LauncherException when one has not been built
   */
  public static Map<String, Path> copy(Checkout checkout, Path stateDirectory) {
    var images = new HashMap<String, Path>();
    MODULES.forEach(
        (image, module) -> {
          Path application = checkout.application(module);
          if (!Files.exists(application.resolve(JavaImage.JAR))) {
            throw new LauncherException(
                "The application %s has not been built; run ./mvnw -DskipTests package."
                    .formatted(module));
          }
          Path copy = stateDirectory.resolve("images").resolve(module);
          copyTree(application, copy);
          images.put(image, copy);
        });
    return images;
  }

  /** Copies a directory with all that is in it, over what may be there. */
  static void copyTree(Path from, Path to) {
    try {
      PrivateFiles.deleteTree(to);
      try (var tree = Files.walk(from)) {
        for (Path source : (Iterable<Path>) tree::iterator) {
          Path target = to.resolve(from.relativize(source).toString());
          if (Files.isDirectory(source)) {
            Files.createDirectories(target);
          } else {
            // With its time, by which the AOT cache knows the jar that it was made from.
            Files.copy(source, target, StandardCopyOption.COPY_ATTRIBUTES);
          }
        }
      }
    } catch (IOException e) {
      throw new LauncherException("cannot copy %s to %s: %s".formatted(from, to, e), e);
    }
  }
}
