package io.ocmfed.runtime.store;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;

/** Where ids and secrets come from; a simulation brings its own. */
public interface Ids {

  /** A new id, unique everywhere. */
  String newId();

  /** 256 bits that nobody can guess, in base64url. */
  String newSecret();

  /** The real ones. */
  static Ids random() {
    SecureRandom random = new SecureRandom();
    return new Ids() {
      @Override
      public String newId() {
        return UUID.randomUUID().toString();
      }

      @Override
      public String newSecret() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      }
    };
  }
}
