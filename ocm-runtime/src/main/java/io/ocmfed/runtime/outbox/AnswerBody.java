package io.ocmfed.runtime.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ocmfed.runtime.outbox.Classified.Identity;
import io.ocmfed.runtime.web.Code;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The body of an answer, read whatever its media type says.
 *
 * @param json null when it is no JSON object
 */
record AnswerBody(JsonNode json) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> OURS =
      Arrays.stream(Code.values()).map(Code::name).collect(Collectors.toSet());

  static AnswerBody of(byte[] body) {
    try {
      JsonNode read = body.length == 0 ? null : JSON.readTree(body);
      return new AnswerBody(read != null && read.isObject() ? read : null);
    } catch (IOException other) {
      return new AnswerBody(null);
    }
  }

  boolean readable() {
    return json != null;
  }

  /** Whether it is an error as runtimes of this kind write it. */
  boolean ofOurKind() {
    return OURS.contains(text("code")) && json.has("retryable");
  }

  /** Whether the word for the error is this code, wherever the server puts it. */
  boolean says(Code code) {
    return text("code", "message", "error").equals(code.name());
  }

  /** Whether any of it contains this, given in upper case. */
  boolean contains(String upper) {
    return json != null && json.toString().toUpperCase(Locale.ROOT).contains(upper);
  }

  /** The first of these members that has a value; empty when none has. */
  String text(String... names) {
    for (String name : names) {
      JsonNode value = json == null ? null : json.get(name);
      if (value != null && value.isValueNode() && !value.asText().isBlank()) {
        return value.asText();
      }
    }
    return "";
  }

  /** Who invited; also 409 may say so. */
  Optional<Identity> identity() {
    String user = text("userID", "userId", "userid");
    return user.isBlank()
        ? Optional.empty()
        : Optional.of(new Identity(user, text("email"), text("name")));
  }
}
