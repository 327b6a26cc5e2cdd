package io.ocmfed.registry;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** RFC 4648 section 6, with padding; the JDK has none. */
final class Base32 {

  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int GROUP = 8;

  private Base32() {}

  static String encode(String text) {
    StringBuilder encoded = new StringBuilder();
    int buffer = 0;
    int bits = 0;
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      buffer = (buffer << 8 | octet & 0xff) & 0xfff;
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        encoded.append(ALPHABET.charAt(buffer >> bits & 31));
      }
    }
    if (bits > 0) {
      encoded.append(ALPHABET.charAt(buffer << 5 - bits & 31));
    }
    while (encoded.length() % GROUP != 0) {
      encoded.append('=');
    }
    return encoded.toString();
  }

  /** Empty for what is no base32. */
  static Optional<String> decode(String encoded) {
    if (encoded.length() % GROUP != 0) {
      return Optional.empty();
    }
    String digits = encoded.replaceFirst("={1,6}$", "");
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    int buffer = 0;
    int bits = 0;
    for (int i = 0; i < digits.length(); i++) {
      int value = ALPHABET.indexOf(digits.charAt(i));
      if (value < 0) {
        return Optional.empty();
      }
      buffer = (buffer << 5 | value) & 0xfff;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        octets.write(buffer >> bits & 0xff);
      }
    }
    return Optional.of(octets.toString(StandardCharsets.UTF_8));
  }
}
