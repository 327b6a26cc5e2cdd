package io.ocmfed.runtime.peer.signature;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A domain with a key of its own, that signs what a test likes, rightly or not. */
public final class SigningPeer {

  private static final List<String> ALL =
      List.of("@method", "@target-uri", "content-digest", "content-length");

  private final SigningKey key;

  public SigningPeer(String domain) {
    try {
      byte[] made =
          KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded();
      key = SigningKey.parse(Base64.getEncoder().encodeToString(made), domain);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Its JWK set. */
  public String keys() {
    return "{\"keys\":[" + key.jwk().toPublicJWK().toJSONString() + "]}";
  }

  /** The key id that its signatures name. */
  public String keyId() {
    return key.id();
  }

  /** The headers of a good message. */
  public Map<String, String> sign(URI target, byte[] body) {
    return sign(target, body, Duration.ZERO, "", key.id(), ALL);
  }

  /**
   * The headers of a message that may be wrong in many ways, but for Content-Length, which every
   * client sends itself. All that it covers is signed by this key.
   *
   * @param off how far its clock is from ours
   * @param parameters more of them, such as {@code ;expires=1}
   * @param keyId the key that it says it is signed by
   * @param covered what it covers
   */
  public Map<String, String> sign(
      URI target,
      byte[] body,
      Duration off,
      String parameters,
      String keyId,
      List<String> covered) {
    String digest = ContentDigest.of(body);
    Map<String, String> values =
        Map.of(
            "@method",
            "POST",
            "@target-uri",
            target.toString(),
            "@path",
            target.getRawPath(),
            "content-digest",
            digest,
            "content-length",
            Integer.toString(body.length),
            "content-type",
            "application/json");
    StringBuilder base = new StringBuilder();
    covered.forEach(name -> base.append('"' + name + "\": " + values.get(name) + "\n"));
    String input =
        "(\"%s\");created=%d%s;nonce=\"%s\";alg=\"ed25519\";keyid=\"%s\";tag=\"ocm\""
            .formatted(
                String.join("\" \"", covered),
                Instant.now().plus(off).getEpochSecond(),
                parameters,
                UUID.randomUUID(),
                keyId);
    base.append("\"@signature-params\": ").append(input);
    byte[] signature = key.sign(base.toString().getBytes(StandardCharsets.US_ASCII));
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Digest", digest);
    headers.put("Signature-Input", "ocm=" + input);
    headers.put("Signature", "ocm=:" + Base64.getEncoder().encodeToString(signature) + ":");
    return headers;
  }
}
