package io.ocmfed.runtime.store;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Secrets that must be sent again: AES-256-GCM, written as {@code <key id>:<base64 of nonce and
 * ciphertext>}. The first key seals, all keys open, so that keys can be rotated.
 */
public final class SecretBox {

  private static final int NONCE = 12;

  private final Supplier<List<byte[]>> keys;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param keys 32 bytes each, the current one first; asked every time
   */
  public SecretBox(Supplier<List<byte[]>> keys) {
    this.keys = keys;
  }

  /** The secret, encrypted with the current key. */
  public String seal(String secret) {
    byte[] key = keys.get().getFirst();
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    byte[] sealed = crypt(Cipher.ENCRYPT_MODE, key, nonce, secret.getBytes(StandardCharsets.UTF_8));
    byte[] both = Arrays.copyOf(nonce, NONCE + sealed.length);
    System.arraycopy(sealed, 0, both, NONCE, sealed.length);
    return keyId(key) + ":" + Base64.getEncoder().encodeToString(both);
  }

  /**
   * The secret again.
   *
   * @throws IllegalStateException when its key is gone, or it was changed
   */
  public String open(String sealed) {
    int colon = sealed.indexOf(':');
    String id = sealed.substring(0, colon);
    byte[] both = Base64.getDecoder().decode(sealed.substring(colon + 1));
    byte[] key =
        keys.get().stream()
            .filter(candidate -> keyId(candidate).equals(id))
            .findFirst()
            .orElseThrow(
                () -> new IllegalStateException("the key " + id + " of a stored secret is gone"));
    byte[] plain =
        crypt(
            Cipher.DECRYPT_MODE,
            key,
            Arrays.copyOf(both, NONCE),
            Arrays.copyOfRange(both, NONCE, both.length));
    return new String(plain, StandardCharsets.UTF_8);
  }

  private static String keyId(byte[] key) {
    return Sha256.hex(key).substring(0, 8);
  }

  private static byte[] crypt(int mode, byte[] key, byte[] nonce, byte[] text) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
      return cipher.doFinal(text);
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("a secret can not be sealed or opened", broken);
    }
  }
}
