package io.ocmfed.node.image;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/** The images that exist here, by name without tag and registry host. */
public final class Images {

  private final Map<String, Image> byName = new HashMap<>();

  /**
   * @param applications image name, such as {@code ocmfed/ocm-runtime}, to the directory of its
   *     application
   * @param jvm how the applications run
   * @param cache where PostgreSQL's binaries are unpacked, once for all clusters
   */
  public Images(Map<String, Path> applications, JvmSettings jvm, Path cache) {
    applications.forEach((name, directory) -> byName.put(name, new JavaImage(directory, jvm)));
    byName.put("postgres", new PostgresImage(new PostgresBinaries(cache)));
    byName.put("local/exec", new CommandImage());
  }

  /**
   * The image of that reference, such as {@code docker.io/library/postgres:18@sha256:...}.
   *
   * @throws StartException if there is none, naming those that there are
   */
  public Image find(String reference) throws StartException {
    Image image = byName.get(name(reference));
    if (image == null) {
      throw new StartException.NoSuchImage(
          "this node has no image "
              + reference
              + "; it has "
              + String.join(", ", new TreeSet<>(byName.keySet())));
    }
    return image;
  }

  static String name(String reference) {
    String name = reference.replaceFirst("@.*", "").replaceFirst(":[^/:]*$", "");
    int slash = name.indexOf('/');
    boolean hasHost =
        slash > 0
            && (name.substring(0, slash).matches(".*[.:].*") || name.startsWith("localhost/"));
    name = hasHost ? name.substring(slash + 1) : name;
    return name.startsWith("library/") ? name.substring("library/".length()) : name;
  }
}
