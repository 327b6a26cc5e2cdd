package io.ocmfed.runtime.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/**
 * A request under way.
 *
 * @param from domain that signed it
 * @param path {@code invite-accepted}, {@code shares} or {@code notifications}
 */
record Letter(String from, Node to, String path, byte[] json, Instant sentAt) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What it is about. */
  String kind() {
    return path.equals("notifications") ? read(json).path("notificationType").asText() : path;
  }

  static JsonNode read(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  @Override
  public String toString() {
    return "%s of %s to %s".formatted(kind(), from.charAt(0), to);
  }
}
