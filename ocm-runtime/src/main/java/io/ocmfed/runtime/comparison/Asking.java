package io.ocmfed.runtime.comparison;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocmfed.runtime.peer.PeerCalls;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import io.ocmfed.runtime.web.FailureException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Asks one peer, and reads its answers strictly: what is not as it must be changes nothing. */
final class Asking {

  static final ObjectMapper JSON = new ObjectMapper();

  private final PeerCalls calls;
  private final String domain;
  private int asked;

  Asking(PeerCalls calls, String domain) {
    this.calls = calls;
    this.domain = domain;
  }

  /** An answer, or none yet. */
  sealed interface Reply {
    record Body(JsonNode json) implements Reply {}

    /**
     * @param until empty when the peer does not say
     */
    record Later(Optional<Instant> until) implements Reply {}
  }

  /** How many questions were answered. */
  int asked() {
    return asked;
  }

  /**
   * Asks.
   *
   * @throws FailureException PEER_UNREACHABLE, PEER_REFUSED, PEER_INCOMPATIBLE, PEER_UNTRUSTED
   */
  Reply ask(ObjectNode question) {
    PeerCalls.Answer answer =
        calls.post(domain, PeerCalls.COMPARE, question.toString().getBytes(StandardCharsets.UTF_8));
    switch (answer.status()) {
      case 200 -> {
        asked++;
        return new Reply.Body(read(answer.body()));
      }
      case 425, 429, 503 -> {
        return new Reply.Later(answer.retryAfter());
      }
      case 401, 403 ->
          throw failure(
              Code.PEER_REFUSED,
              domain + " does not compare with us; ask its administrators to trust this server.");
      default ->
          throw answer.status() >= 500
              ? failure(Code.PEER_UNREACHABLE, domain + " answered " + answer.status() + ".")
              : nonsense("answered " + answer.status());
    }
  }

  /** The words of an answer, as many as were asked for. */
  <W> List<W> words(JsonNode answer, String field, int many, Function<String, Optional<W>> read) {
    JsonNode list = answer.path(field);
    if (!list.isArray() || list.size() != many) {
      throw nonsense("did not answer what it was asked");
    }
    List<W> words = new ArrayList<>(many);
    for (JsonNode word : list) {
      words.add(read.apply(word.asText()).orElseThrow(() -> nonsense("answered no known word")));
    }
    return words;
  }

  /** The peer's digests. */
  Digests digests(JsonNode answer) {
    return Digests.read(answer.path("buckets").asText())
        .orElseThrow(() -> nonsense("gave no digests"));
  }

  private JsonNode read(byte[] body) {
    try {
      JsonNode json = JSON.readTree(body);
      if (json != null && json.isObject()) {
        return json;
      }
    } catch (IOException notJson) {
      throw nonsense("answered no JSON");
    }
    throw nonsense("answered no JSON object");
  }

  private FailureException nonsense(String what) {
    return failure(
        Code.PEER_INCOMPATIBLE,
        domain + " " + what + " when connections were compared; nothing was changed.");
  }

  private FailureException failure(Code code, String sentence) {
    return Failure.of(code, "peer:" + domain, sentence).toException();
  }
}
