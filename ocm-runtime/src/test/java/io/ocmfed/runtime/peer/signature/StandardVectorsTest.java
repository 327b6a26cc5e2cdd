package io.ocmfed.runtime.peer.signature;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import io.ocmfed.runtime.peer.SignatureVerifier.Message;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The examples of RFC 9421, appendix B.2, that use our algorithms. */
class StandardVectorsTest {

  private static final String ED25519_BASE =
      """
      "date": Tue, 20 Apr 2021 02:07:55 GMT
      "@method": POST
      "@path": /foo
      "@authority": example.com
      "content-type": application/json
      "content-length": 18
      "@signature-params": ("date" "@method" "@path" "@authority" "content-type" "content-length")\
      ;created=1618884473;keyid="test-key-ed25519\"""";

  private static final String ED25519_SIGNATURE =
      "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==";

  @Test
  void b26TheBaseIsTheStandards() throws Exception {
    String input =
        "(\"date\" \"@method\" \"@path\" \"@authority\" \"content-type\" \"content-length\")"
            + ";created=1618884473;keyid=\"test-key-ed25519\"";
    Message message =
        new Message(
            "POST",
            "https://example.com/foo?param=Value&Pet=dog",
            Map.of(
                "date", List.of("Tue, 20 Apr 2021 02:07:55 GMT"),
                "content-type", List.of("application/json"),
                "content-length", List.of("18")),
            "{\"hello\": \"world\"}".getBytes(StandardCharsets.UTF_8));
    var list =
        (StructuredField.InnerList)
            StructuredFieldParser.dictionary("sig-b26=" + input).get("sig-b26");
    assertThat(new String(SignatureBase.of(list, message), StandardCharsets.US_ASCII))
        .isEqualTo(ED25519_BASE);
  }

  @Test
  void b26SigningGivesTheStandardsSignature() {
    byte[] signature = Messages.key().sign(ED25519_BASE.getBytes(StandardCharsets.US_ASCII));
    assertThat(Base64.getEncoder().encodeToString(signature)).isEqualTo(ED25519_SIGNATURE);
    assertThat(Messages.key().jwk().getX())
        .hasToString("JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs");
  }

  @Test
  void b24EcdsaVerifies() throws Exception {
    JWK jwk =
        JWK.parse(
            "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"test-key-ecc-p256\",\"alg\":\"ES256\","
                + "\"x\":\"qIVYZVLCrPZHGHjP17CTW0_-D9Lfw0EkjqF7xB4FivA\","
                + "\"y\":\"Mc4nN9LTDOBhfoUeg8Ye9WedFRhnZXZJA12Qp0zZ6F0\"}");
    String base =
        """
        "@status": 200
        "content-type": application/json
        "content-digest": sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5aGgfLQ==:
        "content-length": 23
        "@signature-params": ("@status" "content-type" "content-digest" "content-length")\
        ;created=1618884473;keyid="test-key-ecc-p256\"""";
    byte[] signature =
        Base64.getDecoder()
            .decode(
                "wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkLIj+32oiasw==");
    VerificationKey key = VerificationKey.of(jwk).orElseThrow();
    byte[] bytes = base.getBytes(StandardCharsets.US_ASCII);
    assertThat(key.algorithm().verify(key.key(), bytes, signature)).isTrue();
    bytes[5] ^= 1;
    assertThat(key.algorithm().verify(key.key(), bytes, signature)).isFalse();
  }
}
