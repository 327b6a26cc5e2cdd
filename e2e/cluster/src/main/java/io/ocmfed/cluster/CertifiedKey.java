package io.ocmfed.cluster;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A certificate and its private key, both as PEM; the key is PKCS#8. Secret: it is written to files
 * and Secrets, never printed.
 */
public record CertifiedKey(String certificate, String privateKey) {

  /** Writes {@code <name>.crt} and {@code <name>.key}, readable by the owner only. */
  void write(Path directory, String name) throws IOException {
    PrivateFiles.write(directory.resolve(name + ".crt"), certificate);
    PrivateFiles.write(directory.resolve(name + ".key"), privateKey);
  }

  @Override
  public String toString() {
    return "CertifiedKey[...]";
  }
}
