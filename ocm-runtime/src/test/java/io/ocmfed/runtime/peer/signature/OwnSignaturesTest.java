package io.ocmfed.runtime.peer.signature;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Holds what we sign to what other implementations were seen to verify: the file that
 * src/test/vectors/README.md speaks of.
 */
class OwnSignaturesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void areTheOnesThatOthersVerified() throws Exception {
    JsonNode made =
        JSON.readTree(
            JSON.writeValueAsString(List.of(vector("json", "{\"a\":\"é\"}"), vector("empty", ""))));
    JsonNode kept =
        JSON.readTree(Files.readString(Path.of("src/test/vectors/own-signatures.json")));
    assertThat(made)
        .as("made now:\n%s\n", JSON.writerWithDefaultPrettyPrinter().writeValueAsString(made))
        .isEqualTo(kept);
  }

  private static Map<String, Object> vector(String name, String body) {
    URI target = URI.create("https://b.example.org:8443/ocm/shares?x=%C3%A9");
    Map<String, String> headers = new LinkedHashMap<>();
    Messages.signer(() -> "nonce-" + name)
        .sign("POST", target, body.getBytes(StandardCharsets.UTF_8))
        .forEach((key, value) -> headers.put(key.toLowerCase(Locale.ROOT), value));
    Map<String, Object> vector = new LinkedHashMap<>();
    vector.put("name", "own-" + name);
    vector.put("created", Messages.NOW.getEpochSecond());
    vector.put("jwk", JSON.convertValue(Messages.key().jwk().toJSONObject(), JsonNode.class));
    vector.put("method", "POST");
    vector.put("targetUri", target.toString());
    vector.put("headers", headers);
    vector.put("body", body);
    return vector;
  }
}
