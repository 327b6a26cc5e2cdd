package io.ocmfed.runtime.peer.signature;

import io.ocmfed.runtime.peer.SignatureVerifier.Message;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** Builds signed messages for tests, with the key of RFC 9421, appendix B.1.4. */
public final class Messages {

  /** RFC 9421, B.1.4, published for tests. */
  public static final String PEM =
      """
      -----BEGIN PRIVATE KEY-----
      MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF
      -----END PRIVATE KEY-----
      """;

  public static final Instant NOW = Instant.ofEpochSecond(1_790_000_000);
  public static final URI TARGET = URI.create("https://b.example.org/ocm/shares");
  public static final String DOMAIN = "a.example.org";

  private Messages() {}

  public static SigningKey key() {
    return SigningKey.parse(PEM, DOMAIN);
  }

  public static MessageSigner signer(Supplier<String> nonces) {
    return new MessageSigner(Messages::key, () -> NOW, nonces);
  }

  /** A message as it should be. */
  public static Message good() {
    byte[] body = "{\"name\":\"report.pdf\"}".getBytes(StandardCharsets.UTF_8);
    return message(signer(() -> "nonce").sign("POST", TARGET, body), body);
  }

  public static Message message(Map<String, String> signed, byte[] body) {
    Map<String, List<String>> headers = new HashMap<>();
    signed.forEach(
        (name, value) ->
            headers.put(name.toLowerCase(Locale.ROOT), new ArrayList<>(List.of(value))));
    headers.put("content-type", List.of("application/json"));
    return new Message("POST", TARGET.toString(), headers, body);
  }

  /** The same message with one header replaced. */
  public static Message with(Message message, String header, String value) {
    Map<String, List<String>> headers = new HashMap<>(message.headers());
    headers.put(header, List.of(value));
    return new Message(message.method(), message.targetUri(), headers, message.body());
  }

  /** The good message with its Signature-Input changed and signed again by the same key. */
  public static Message resigned(String from, String to) {
    Message good = good();
    String input = good.headers().get("signature-input").getFirst();
    if (!input.contains(from)) {
      throw new IllegalArgumentException(from + " is not in " + input);
    }
    String changed = input.replace(from, to);
    Message message = with(good, "signature-input", changed);
    try {
      StructuredField.InnerList list =
          (StructuredField.InnerList) StructuredFieldParser.dictionary(changed).get("ocm");
      byte[] signature = key().sign(SignatureBase.of(list, message));
      return with(
          message,
          "signature",
          "ocm=:" + java.util.Base64.getEncoder().encodeToString(signature) + ":");
    } catch (StructuredFieldParser.MalformedField | SignatureRejected unsignable) {
      return message;
    }
  }

  public static VerificationKey publicKey() {
    return VerificationKey.of(key().jwk()).orElseThrow();
  }
}
