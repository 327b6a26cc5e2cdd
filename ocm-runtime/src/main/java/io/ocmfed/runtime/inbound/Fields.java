package io.ocmfed.runtime.inbound;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import io.ocmfed.runtime.web.FailureException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** The fields of a message, read leniently: numbers as text, empty text as absent. */
public final class Fields {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST = 4096;
  private static final int LONGEST_KEY = 1000;
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

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
   * @throws FailureException INVALID_REQUEST when it is too long, or holds what cannot be stored:
   *     NUL, or half of a surrogate pair
   */
  public Optional<String> text(String... names) {
    for (String name : names) {
      JsonNode value = object.get(name);
      if (value != null && value.isValueNode() && !value.isNull() && !value.asText().isBlank()) {
        if (value.asText().length() > LONGEST) {
          throw invalid("Field " + name + " is too long.").toException();
        }
        if (!storable(value.asText())) {
          throw invalid("Field " + name + " has a character that is none.").toException();
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

  /**
   * As {@link #required}, of a field that names something, and is searched for.
   *
   * @throws FailureException INVALID_REQUEST also when it has more than 1000 bytes
   */
  public String key(String... names) {
    String key = required(names);
    if (key.getBytes(StandardCharsets.UTF_8).length > LONGEST_KEY) {
      throw invalid("Field " + names[0] + " is too long.").toException();
    }
    return key;
  }

  /**
   * A time in seconds since 1970; null when absent, zero or something else.
   *
   * @throws FailureException INVALID_REQUEST when it is after the year 9999
   */
  public Instant time(String name) {
    long seconds = number(name);
    if (seconds > LATEST.getEpochSecond()) {
      throw invalid("Field " + name + " is no time in seconds.").toException();
    }
    return seconds <= 0 ? null : Instant.ofEpochSecond(seconds);
  }

  private static boolean storable(String text) {
    return text.indexOf('\0') < 0
        && text.codePoints()
            .noneMatch(
                point -> point <= Character.MAX_VALUE && Character.isSurrogate((char) point));
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
