package io.ocmfed.runtime.peer.signature;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Signs outbound OCM messages (OCM-API 1.4, "HTTP Message Signatures"). Each signature has its own
 * nonce, so that a message that is sent again is not taken for a replay. The order of parameters,
 * created, nonce, alg, keyid, tag, is the only one that all known verifiers take.
 */
public final class MessageSigner {

  private final Supplier<SigningKey> key;
  private final InstantSource clock;
  private final Supplier<String> nonces;

  /**
   * @param key the key to use now; asked for each message
   */
  public MessageSigner(Supplier<SigningKey> key, InstantSource clock, Supplier<String> nonces) {
    this.key = key;
    this.clock = clock;
    this.nonces = nonces;
  }

  /** Nonces of 128 bits. */
  public static Supplier<String> randomNonces() {
    SecureRandom random = new SecureRandom();
    return () -> {
      byte[] nonce = new byte[16];
      random.nextBytes(nonce);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(nonce);
    };
  }

  /** The headers that a request with this body needs, Content-Length included. */
  public Map<String, String> sign(String method, URI target, byte[] body) {
    SigningKey current = key.get();
    String digest = ContentDigest.of(body);
    String length = Integer.toString(body.length);
    String input =
        "(\"@method\" \"@target-uri\" \"content-digest\" \"content-length\")"
            + (";created=" + clock.instant().getEpochSecond())
            + (";nonce=\"" + nonces.get() + "\"")
            + (";alg=\"" + SignatureAlgorithm.ED25519.wire() + "\"")
            + (";keyid=\"" + current.id() + "\"")
            + (";tag=\"" + OcmSignature.TAG + "\"");
    String base =
        ("\"@method\": " + method + "\n")
            + ("\"@target-uri\": " + target + "\n")
            + ("\"content-digest\": " + digest + "\n")
            + ("\"content-length\": " + length + "\n")
            + ("\"@signature-params\": " + input);
    byte[] signature = current.sign(base.getBytes(StandardCharsets.US_ASCII));
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Digest", digest);
    headers.put("Content-Length", length);
    headers.put("Signature-Input", "ocm=" + input);
    headers.put("Signature", "ocm=:" + Base64.getEncoder().encodeToString(signature) + ":");
    return headers;
  }
}
