package io.ocmfed.runtime.peer.signature;

import io.ocmfed.runtime.peer.signature.StructuredField.Bare;
import io.ocmfed.runtime.peer.signature.StructuredField.Item;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/** The field Content-Digest (RFC 9530, section 2): sha-256 when sending, also sha-512 when not. */
public final class ContentDigest {

  private static final Map<String, String> ALGORITHMS =
      Map.of("sha-256", "SHA-256", "sha-512", "SHA-512");

  private ContentDigest() {}

  /** The value of the field for this content. */
  public static String of(byte[] content) {
    return "sha-256=:" + Base64.getEncoder().encodeToString(digest("SHA-256", content)) + ":";
  }

  /**
   * Refuses content that is not what the field says. Digests of algorithms that are not known here
   * are ignored, but one must be known, and every known one must match.
   */
  static void check(String field, byte[] content) throws SignatureRejected {
    Map<String, StructuredField> digests;
    try {
      digests = StructuredFieldParser.dictionary(field);
    } catch (StructuredFieldParser.MalformedField malformed) {
      throw new SignatureRejected("Content-Digest cannot be read: " + malformed.getMessage() + ".");
    }
    boolean checked = false;
    for (Map.Entry<String, StructuredField> digest : digests.entrySet()) {
      String algorithm = ALGORITHMS.get(digest.getKey());
      if (algorithm == null) {
        continue;
      }
      if (!(digest.getValue() instanceof Item(Bare.Bytes(byte[] expected), var p, var r))
          || !MessageDigest.isEqual(expected, digest(algorithm, content))) {
        throw new SignatureRejected(
            "Content-Digest does not match the content that arrived ("
                + digest.getKey()
                + "): something on the way changed the body.");
      }
      checked = true;
    }
    if (!checked) {
      throw new SignatureRejected("Content-Digest has no sha-256; send that.");
    }
  }

  private static byte[] digest(String algorithm, byte[] content) {
    try {
      return MessageDigest.getInstance(algorithm).digest(content);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
