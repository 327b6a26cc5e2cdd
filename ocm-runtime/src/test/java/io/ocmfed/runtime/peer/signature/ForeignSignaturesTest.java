package io.ocmfed.runtime.peer.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.jwk.JWK;
import io.ocmfed.runtime.peer.SignatureVerifier.Message;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages signed by other implementations; src/test/vectors/README.md says how they were made. */
class ForeignSignaturesTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource("vectors")
  void verify(String name, JsonNode vector) throws Exception {
    VerificationKey key = VerificationKey.of(JWK.parse(vector.get("jwk").toString())).orElseThrow();
    Instant now = Instant.ofEpochSecond(vector.get("created").asLong());
    OcmSignature signature = OcmSignature.read(message(vector, ""), now).orElseThrow();
    assertThat(signature.keyId()).isEqualTo(key.id());
    signature.check(key);
    assertThatThrownBy(() -> OcmSignature.read(message(vector, "x"), now).orElseThrow().check(key))
        .isInstanceOf(SignatureRejected.class);
  }

  static Stream<Arguments> vectors() throws Exception {
    JsonNode vectors =
        new ObjectMapper()
            .readTree(Files.readString(Path.of("src/test/vectors/foreign-signatures.json")));
    return StreamSupport.stream(vectors.spliterator(), false)
        .map(vector -> Arguments.arguments(vector.get("name").asText(), vector));
  }

  private static Message message(JsonNode vector, String addToTarget) {
    Map<String, List<String>> headers = new HashMap<>();
    vector
        .get("headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), List.of(header.getValue().asText())));
    return new Message(
        vector.get("method").asText(),
        vector.get("targetUri").asText() + addToTarget,
        headers,
        vector.get("body").asText().getBytes(StandardCharsets.UTF_8));
  }
}
