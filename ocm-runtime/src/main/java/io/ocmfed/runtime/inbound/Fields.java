package io.ocmfed.runtime.inbound;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import io.ocmfed.runtime.web.FailureException;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** The fields of a message, read leniently: numbers as text, empty text as absent. */
public final class Fields {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST = 4096;

  private final JsonNode object;

  private Fields(JsonNode object) {
    this.object = object;
  }

  /**
   * @throws FailureException INVALID_REQUEST when it is no JSON object
   */
  public static Fields of(byte[] json) {
    try {
      JsonNode tree = JSON.readTree(json);
      if (tree != null && tree.isObject()) {
        return new Fields(tree);
      }
    } catch (IOException other) {
      throw invalid("The body is no JSON object.").toException(other);
    }
    throw invalid("The body is no JSON object.").toException();
  }

  /**
   * The first of these fields that is there.
   *
   * @throws FailureException INVALID_REQUEST when it is too long, or holds NUL, which cannot be
   *     stored
   */
  public Optional<String> text(String... names) {
    for (String name : names) {
      JsonNode value = object.get(name);
      if (value != null && value.isValueNode() && !value.isNull() && !value.asText().isBlank()) {
        if (value.asText().length() > LONGEST) {
          throw invalid("Field " + name + " is too long.").toException();
        }
        if (value.asText().indexOf('\0') >= 0) {
          throw invalid("Field " + name + " has a NUL character.").toException();
        }
        return Optional.of(value.asText());
      }
    }
    return Optional.empty();
  }

  /**
   * As {@link #text}, of a field that must be there.
   *
   * @throws FailureException INVALID_REQUEST that names it
   */
  public String required(String... names) {
    return text(names)
        .orElseThrow(() -> invalid("Field " + names[0] + " is missing.").toException());
  }

  /** A number, 0 when absent or something else. */
  public long number(String name) {
    JsonNode value = object.get(name);
    return value == null ? 0 : value.asLong(0);
  }

  /** An object within; empty fields when absent. */
  public Fields object(String name) {
    JsonNode value = object.get(name);
    return new Fields(value != null && value.isObject() ? value : JSON.createObjectNode());
  }

  /** Whether there is such an object. */
  public boolean has(String name) {
    return object.has(name) && !object.get(name).isNull();
  }

  /** A list of words; one word stands for a list of one. */
  public Set<String> words(String name) {
    Set<String> words = new LinkedHashSet<>();
    JsonNode value = object.get(name);
    if (value != null && value.isArray()) {
      value.forEach(word -> words.add(word.asText()));
    } else if (value != null && value.isTextual()) {
      words.add(value.asText());
    }
    return words;
  }

  private static Failure invalid(String message) {
    return Failure.client(Code.INVALID_REQUEST, message);
  }
}
