package io.ocmfed.runtime.peer.signature;

import static io.ocmfed.runtime.peer.signature.Messages.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ocmfed.runtime.peer.SignatureVerifier.Message;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OcmSignatureTest {

  @Test
  void takesWhatTheSignerMakes() throws Exception {
    OcmSignature signature = OcmSignature.read(Messages.good(), NOW).orElseThrow();
    signature.check(Messages.publicKey());
    assertThat(signature.keyId())
        .startsWith("a.example.org#")
        .isEqualTo(Messages.key().jwk().getKeyID());
    assertThat(signature.created()).isEqualTo(NOW);
    assertThat(Messages.good().headers().get("signature-input").getFirst())
        .matches(
            "ocm=\\(\"@method\" \"@target-uri\" \"content-digest\" \"content-length\"\\);created=\\d+"
                + ";nonce=\"nonce\";alg=\"ed25519\";keyid=\"[^\"]+\";tag=\"ocm\"");
  }

  @Test
  void isFreshFiveMinutesEitherWay() {
    for (int seconds : List.of(-300, 0, 300)) {
      assertThatCode(() -> OcmSignature.read(Messages.good(), NOW.plusSeconds(seconds)))
          .doesNotThrowAnyException();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void refuses(String what, Message message, int secondsLater, String sentence) {
    assertThatThrownBy(
            () ->
                OcmSignature.read(message, NOW.plusSeconds(secondsLater))
                    .orElseThrow(() -> new AssertionError("unsigned"))
                    .check(Messages.publicKey()))
        .isInstanceOf(SignatureRejected.class)
        .hasMessageContaining(sentence);
  }

  static Stream<Arguments> refuses() {
    Message good = Messages.good();
    String input = good.headers().get("signature-input").getFirst();
    String signature = good.headers().get("signature").getFirst();
    return Stream.of(
        arguments("old", good, 301, "made 301 s before our clock's time; at most 300 s"),
        arguments("early", good, -412, "made 412 s after our clock's time"),
        arguments(
            "no created", Messages.resigned(";created=1790000000", ""), 0, "no parameter created"),
        arguments(
            "created not integer",
            Messages.resigned("created=1790000000", "created=\"now\""),
            0,
            "created is not an integer"),
        arguments(
            "expired",
            Messages.resigned(";nonce", ";expires=1790000001;nonce"),
            3,
            "expired 2 s ago"),
        arguments(
            "no keyid",
            Messages.resigned(";keyid=\"" + Messages.key().id() + "\"", ""),
            0,
            "no parameter keyid"),
        arguments(
            "wrong alg",
            Messages.resigned("alg=\"ed25519\"", "alg=\"ecdsa-p256-sha256\""),
            0,
            "says alg ecdsa-p256-sha256, but the key"),
        arguments("no @method", Messages.resigned("\"@method\" ", ""), 0, "does not cover @method"),
        arguments(
            "no @target-uri",
            Messages.resigned("\"@target-uri\" ", ""),
            0,
            "does not cover @target-uri"),
        arguments(
            "no digest",
            Messages.resigned("\"content-digest\" ", ""),
            0,
            "does not cover content-digest"),
        arguments(
            "no length",
            Messages.resigned(" \"content-length\"", ""),
            0,
            "does not cover content-length"),
        arguments(
            "covered twice",
            Messages.resigned("(\"@method\"", "(\"@method\" \"@method\""),
            0,
            "covers @method twice"),
        arguments(
            "component parameters",
            Messages.resigned("\"content-digest\"", "\"content-digest\" \"date\";sf"),
            0,
            "parameters of components are not supported"),
        arguments(
            "unknown derived component",
            Messages.resigned("(\"@method\"", "(\"@status\" \"@method\""),
            0,
            "covers @status, which is not supported"),
        arguments(
            "upper case",
            Messages.resigned("(\"@method\"", "(\"Date\" \"@method\""),
            0,
            "Date, which is not lower case"),
        arguments(
            "absent header",
            Messages.resigned("(\"@method\"", "(\"date\" \"@method\""),
            0,
            "covers the header date, which did not arrive"),
        arguments(
            "other method",
            new Message("PUT", good.targetUri(), good.headers(), good.body()),
            0,
            "does not verify with the key"),
        arguments(
            "other address",
            new Message("POST", "https://b.example.org/ocm/other", good.headers(), good.body()),
            0,
            "does not verify with the key"),
        arguments(
            "other body",
            new Message(
                "POST", good.targetUri(), good.headers(), "{\"name\":\"report.exe\"}".getBytes()),
            0,
            "Content-Digest does not match"),
        arguments(
            "longer body",
            new Message("POST", good.targetUri(), good.headers(), new byte[100]),
            0,
            "Content-Length says 21, but 100 bytes arrived"),
        arguments(
            "digest exchanged together with the body",
            Messages.with(
                new Message("POST", good.targetUri(), good.headers(), new byte[21]),
                "content-digest",
                ContentDigest.of(new byte[21])),
            0,
            "does not verify with the key"),
        arguments(
            "digest of an unknown kind",
            Messages.with(good, "content-digest", "md5=:AAAA:"),
            0,
            "no sha-256"),
        arguments(
            "digest unreadable",
            Messages.with(good, "content-digest", "sha-256=:"),
            0,
            "Content-Digest cannot be read"),
        arguments(
            "two with the tag",
            Messages.with(good, "signature-input", input + ", x" + input.substring(3)),
            0,
            "There are 2 signatures with the tag ocm"),
        arguments(
            "no bytes",
            Messages.with(good, "signature", "other" + signature.substring(3)),
            0,
            "has no bytes for ocm"),
        arguments(
            "short bytes",
            Messages.with(good, "signature", "ocm=:AQID:"),
            0,
            "does not verify with the key"),
        arguments(
            "no list",
            Messages.with(good, "signature-input", "ocm=1;tag=\"ocm\""),
            0,
            "no list of components"),
        arguments(
            "input unreadable",
            Messages.with(good, "signature-input", input + ","),
            0,
            "Signature-Input cannot be read: it ends with a comma"));
  }

  @Test
  void whatHasNoTagOfOursIsUnsigned() throws Exception {
    Message good = Messages.good();
    assertThat(OcmSignature.read(Messages.resigned("tag=\"ocm\"", "tag=\"proxy\""), NOW)).isEmpty();
    assertThat(OcmSignature.read(Messages.resigned(";tag=\"ocm\"", ""), NOW)).isEmpty();
    // draft-cavage, as Nextcloud 31 to 34 send it
    good.headers().remove("signature-input");
    assertThat(OcmSignature.read(good, NOW)).isEmpty();
  }

  @Test
  void signaturesOfOthersBesideOursDoNotMatter() throws Exception {
    Message good = Messages.good();
    Message both =
        new Message(
            good.method(), good.targetUri(), new java.util.HashMap<>(good.headers()), good.body());
    both.headers()
        .put(
            "signature-input",
            List.of(
                "proxy=(\"@authority\");created=1",
                good.headers().get("signature-input").getFirst()));
    both.headers()
        .put("signature", List.of("proxy=:AAAA:", good.headers().get("signature").getFirst()));
    OcmSignature.read(both, NOW).orElseThrow().check(Messages.publicKey());
  }

  @Test
  void aReplayIsSeenUntilItsTimeIsOver() throws Exception {
    ReplayGuard guard = new ReplayGuard(100);
    OcmSignature signature = OcmSignature.read(Messages.good(), NOW).orElseThrow();
    assertThat(guard.first(signature, NOW)).isTrue();
    assertThat(guard.first(signature, NOW.plusSeconds(599))).isFalse();
    assertThat(guard.first(signature, NOW.plusSeconds(601))).isTrue();
  }

  @Test
  void aFullReplayMemoryForgetsTheOldest() throws Exception {
    ReplayGuard guard = new ReplayGuard(2);
    List<OcmSignature> signatures = new java.util.ArrayList<>();
    for (String nonce : List.of("1", "2", "3")) {
      Message message =
          Messages.message(
              Messages.signer(() -> nonce).sign("POST", Messages.TARGET, new byte[0]), new byte[0]);
      signatures.add(OcmSignature.read(message, NOW).orElseThrow());
    }
    signatures.forEach(each -> assertThat(guard.first(each, NOW)).isTrue());
    assertThat(guard.first(signatures.get(2), NOW)).isFalse();
    assertThat(guard.first(signatures.get(0), NOW)).isTrue();
  }
}
