package io.ocmfed.cluster;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a user keeps what is built or unpacked once: {@code ${XDG_CACHE_HOME:-~/.cache}/ocmfed}.
 */
public final class UserCache {

  private UserCache() {}

  /** The directory; it may not exist yet. */
  public static Path directory() {
    return variable("XDG_CACHE_HOME")
        .orElseGet(
            () ->
                variable("HOME").orElse(Path.of(System.getProperty("user.home"))).resolve(".cache"))
        .resolve("ocmfed");
  }

  private static Optional<Path> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank()).map(Path::of);
  }
}
