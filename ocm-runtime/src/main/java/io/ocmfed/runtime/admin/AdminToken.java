package io.ocmfed.runtime.admin;

import io.ocmfed.runtime.settings.MountedFile;
import io.ocmfed.runtime.settings.Settings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The bearer token of the admin face: {@code token} and {@code previousToken} are both good, so
 * that it can be changed without a moment in which operator and runtime disagree.
 */
@Singleton
public final class AdminToken {

  private final MountedFile token;
  private final MountedFile previous;

  @Inject
  public AdminToken(Settings settings, InstantSource clock) {
    this(settings.adminDir(), clock);
  }

  AdminToken(Path directory, InstantSource clock) {
    this.token = new MountedFile(directory.resolve("token"), clock);
    this.previous = new MountedFile(directory.resolve("previousToken"), clock);
  }

  /** Whether the value of an Authorization header holds a good token; constant time. */
  boolean accepts(String authorization) {
    if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return false;
    }
    byte[] shown = authorization.substring(7).strip().getBytes(StandardCharsets.UTF_8);
    // Both are compared always: which of them fits is nobody's business.
    return matches(token.text(), shown) | matches(previous.text(), shown);
  }

  private static boolean matches(Optional<String> good, byte[] shown) {
    return good.isPresent()
        && MessageDigest.isEqual(good.get().getBytes(StandardCharsets.UTF_8), shown);
  }
}
