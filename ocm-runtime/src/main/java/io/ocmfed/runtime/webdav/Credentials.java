package io.ocmfed.runtime.webdav;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** What an Authorization header carries. */
sealed interface Credentials {

  /** A bearer token. */
  record Bearer(String token) implements Credentials {}

  /** User and password; the password may be empty. */
  record Basic(String user, String password) implements Credentials {}

  /** Empty when the header is absent, of another scheme or cannot be read. */
  static Optional<Credentials> of(String header) {
    if (header == null) {
      return Optional.empty();
    }
    String[] parts = header.strip().split(" +", 2);
    if (parts.length < 2 || parts[1].isBlank()) {
      return Optional.empty();
    }
    return switch (parts[0].toLowerCase(java.util.Locale.ROOT)) {
      case "bearer" -> Optional.of(new Bearer(parts[1].strip()));
      case "basic" -> basic(parts[1].strip());
      default -> Optional.empty();
    };
  }

  /**
   * The secret of a share: the token, or the user name. Seafile pads the user name with colons,
   * which are then the password.
   */
  default String secret() {
    return switch (this) {
      case Bearer(String token) -> token;
      case Basic(String user, String password) -> user;
    };
  }

  private static Optional<Credentials> basic(String encoded) {
    try {
      String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      return colon < 0
          ? Optional.empty()
          : Optional.of(new Basic(pair.substring(0, colon), pair.substring(colon + 1)));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }
}
