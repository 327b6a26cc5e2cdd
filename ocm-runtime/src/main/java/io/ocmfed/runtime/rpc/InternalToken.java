package io.ocmfed.runtime.rpc;

import io.ocmfed.runtime.settings.MountedFile;
import io.ocmfed.runtime.settings.Settings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Optional;

/** The token that the roles of one installation share, re-read when it changes. */
@Singleton
public final class InternalToken {

  private final MountedFile file;

  @Inject
  public InternalToken(Settings settings, InstantSource clock) {
    this(settings.internalDir(), clock);
  }

  public InternalToken(Path directory, InstantSource clock) {
    this.file = new MountedFile(directory.resolve("token"), clock);
  }

  /** The token to show; empty when it is not mounted. */
  public Optional<String> value() {
    return file.text();
  }

  /** Whether somebody showed the right token, in constant time. No token mounted accepts nobody. */
  public boolean accepts(String shown) {
    return shown != null
        && value()
            .filter(
                token ->
                    MessageDigest.isEqual(
                        token.getBytes(StandardCharsets.UTF_8),
                        shown.getBytes(StandardCharsets.UTF_8)))
            .isPresent();
  }
}
