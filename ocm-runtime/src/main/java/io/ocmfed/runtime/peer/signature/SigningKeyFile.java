package io.ocmfed.runtime.peer.signature;

import io.ocmfed.runtime.settings.MountedFile;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.util.Optional;
import java.util.function.Supplier;

/** Our signing key as {@code signing.pem} has it now; read again when the file changes. */
public final class SigningKeyFile implements Supplier<SigningKey> {

  private final MountedFile file;
  private final String domain;
  private volatile Read last;

  public SigningKeyFile(MountedFile file, String domain) {
    this.file = file;
    this.domain = domain;
  }

  /** The key, or empty while there is none that can be read. */
  public Optional<SigningKey> find() {
    return Optional.ofNullable(read().key());
  }

  /**
   * The key.
   *
   * @throws io.ocmfed.runtime.web.FailureException INTERNAL while there is none that can be read
   */
  @Override
  public SigningKey get() {
    Read read = read();
    if (read.key() == null) {
      throw Failure.of(Code.INTERNAL, "ocm", read.problem()).toException();
    }
    return read.key();
  }

  private Read read() {
    Object version = file.version();
    Read known = last;
    if (known == null || !known.version().equals(version)) {
      known = parse(version);
      last = known;
    }
    return known;
  }

  private Read parse(Object version) {
    Optional<String> pem = file.text();
    if (pem.isEmpty()) {
      return new Read(
          version, null, "Nothing can be signed: there is no signing.pem in OCMFED_KEYS_DIR.");
    }
    try {
      return new Read(version, SigningKey.parse(pem.get(), domain), null);
    } catch (IllegalArgumentException notAKey) {
      return new Read(version, null, "Nothing can be signed: " + notAKey.getMessage() + ".");
    }
  }

  private record Read(Object version, SigningKey key, String problem) {}
}
