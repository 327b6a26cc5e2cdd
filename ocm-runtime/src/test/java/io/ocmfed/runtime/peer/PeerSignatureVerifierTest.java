package io.ocmfed.runtime.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocmfed.runtime.peer.signature.Messages;
import io.ocmfed.runtime.peer.signature.ReplayGuard;
import io.ocmfed.runtime.peer.signature.VerificationKey;
import io.ocmfed.runtime.web.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerSignatureVerifierTest {

  private final TestTrusts trusts = new TestTrusts();
  private final List<String> heard = new ArrayList<>();
  private Optional<VerificationKey> key = Optional.of(Messages.publicKey());

  @Test
  void aStrangerIsUntrustedAndNobodyIsAskedForKeys() {
    key = null;
    assertThat(rejected(Messages.good())).isEqualTo(Code.PEER_UNTRUSTED);
  }

  @Test
  void aKeyThatThePeerDoesNotHaveIsInvalid() {
    trusts.trust(Messages.DOMAIN, null);
    key = Optional.empty();
    assertThat(rejected(Messages.good())).isEqualTo(Code.SIGNATURE_INVALID);
    assertThat(heard).isEmpty();
  }

  @Test
  void aKeyIdWithoutADomainIsInvalid() {
    assertThat(rejected(Messages.resigned(Messages.key().id(), "some-key")))
        .isEqualTo(Code.SIGNATURE_INVALID);
  }

  @Test
  void whoIsHeardIsNoted() {
    trusts.trust(Messages.DOMAIN, null);
    assertThat(verifier().verify(Messages.good())).isInstanceOf(Sender.Signed.class);
    assertThat(heard).containsExactly(Messages.DOMAIN);
  }

  @Test
  void aMessageWithoutSignatureIsUnsigned() {
    var message = Messages.good();
    message.headers().remove("signature-input");
    assertThat(verifier().verify(message)).isEqualTo(new Sender.Unsigned());
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "a.example.org#k, a.example.org",
        "A.Example.org:8443#k, a.example.org:8443",
        "a.example.org:443#k, a.example.org",
        "https://a.example.org/ocm#ecdsa-p256-sha256-1, a.example.org",
        "https://a.example.org:8443#k, a.example.org:8443",
        "a.example.org, -",
        "#k, -",
        "a.example.org#, -",
        "http://a.example.org/#k, -",
        "a.example.org/path#k, -",
        "a@b.example.org#k, -",
      })
  void theDomainOfAKeyId(String keyId, String domain) {
    assertThat(PeerSignatureVerifier.domain(keyId)).isEqualTo(Optional.ofNullable(domain));
  }

  private Code rejected(SignatureVerifier.Message message) {
    return ((Sender.Rejected) verifier().verify(message)).failure().code();
  }

  private SignatureVerifier verifier() {
    PeerKeys keys =
        new PeerKeys() {
          @Override
          public Optional<VerificationKey> find(String domain, String keyId) {
            return key;
          }

          @Override
          public void heardFrom(String domain) {
            heard.add(domain);
          }
        };
    return new PeerSignatureVerifier(trusts, keys, new ReplayGuard(10), () -> Messages.NOW);
  }
}
