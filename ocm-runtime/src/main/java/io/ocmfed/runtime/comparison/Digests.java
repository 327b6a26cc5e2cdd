package io.ocmfed.runtime.comparison;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** A digest for each of 256 buckets, and one over them. */
final class Digests {

  static final int BUCKETS = 256;

  private static final int BYTES = 8;
  private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

  private final byte[] buckets;

  private Digests(byte[] buckets) {
    this.buckets = buckets;
  }

  /** In which bucket an id counts. */
  static int bucket(String id) {
    return sha256(id.getBytes(StandardCharsets.UTF_8))[0] & 0xff;
  }

  /** The text of {@link #text}; empty when it is none. */
  static Optional<Digests> read(String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      return bytes.length == BUCKETS * BYTES ? Optional.of(new Digests(bytes)) : Optional.empty();
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  /** All digests, in base64url. */
  String text() {
    return TEXT.encodeToString(buckets);
  }

  /** The digest over all, in base64url. */
  String all() {
    return TEXT.encodeToString(sha256(buckets));
  }

  boolean differs(Digests other, int bucket) {
    int from = bucket * BYTES;
    return !Arrays.equals(buckets, from, from + BYTES, other.buckets, from, from + BYTES);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Takes the lines in any order. */
  static final class Builder {
    private final List<List<String>> lines = new ArrayList<>();

    Builder() {
      for (int bucket = 0; bucket < BUCKETS; bucket++) {
        lines.add(new ArrayList<>());
      }
    }

    void add(String kind, String id) {
      lines.get(bucket(id)).add(kind + " " + id);
    }

    Digests build() {
      byte[] buckets = new byte[BUCKETS * BYTES];
      for (int bucket = 0; bucket < BUCKETS; bucket++) {
        List<String> sorted = lines.get(bucket).stream().sorted().toList();
        byte[] text = String.join("\n", sorted).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(sha256(text), 0, buckets, bucket * BYTES, BYTES);
      }
      return new Digests(buckets);
    }
  }
}
