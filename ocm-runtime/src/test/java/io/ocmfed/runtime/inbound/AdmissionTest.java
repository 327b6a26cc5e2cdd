package io.ocmfed.runtime.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocmfed.runtime.inbound.Admission.Admitted;
import io.ocmfed.runtime.peer.Sender;
import io.ocmfed.runtime.peer.TrustBook.Traffic;
import io.ocmfed.runtime.peer.TrustBook.Trust;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionTest {

  private static final Sender SIGNED = new Sender.Signed("b.example.org:8443", "k");

  @Test
  void aSignedMessageOfATrustedDomainIsLetIn() {
    Admitted admitted = decide(SIGNED, "b.example.org:8443", trust(true), true);
    assertThat(admitted.signed()).isTrue();
    assertThat(admitted.domain()).isEqualTo("b.example.org:8443");
  }

  @Test
  void aSignerWhoLeavesHisPortOutIsMeant() {
    assertThat(decide(SIGNED, "b.example.org", trust(true), true).domain())
        .isEqualTo("b.example.org:8443");
  }

  @Test
  void aSignerSpeaksForNobodyElse() {
    refused(SIGNED, "c.example.org", trust(true), Code.PEER_UNTRUSTED);
    refused(SIGNED, "b.example.org:9443", trust(true), Code.PEER_UNTRUSTED);
  }

  @Test
  void whoIsNotTrustedIsRefused() {
    refused(SIGNED, "b.example.org:8443", null, Code.PEER_UNTRUSTED);
    refused(new Sender.Unsigned(), "b.example.org:8443", null, Code.PEER_UNTRUSTED);
  }

  @Test
  void unsignedIsTakenOnlyFromPeersThatCannotSign() {
    Sender unsigned = new Sender.Unsigned();
    assertThat(decide(unsigned, "b.example.org:8443", trust(false), false).signed()).isFalse();
    assertThatThrownBy(() -> decide(unsigned, "b.example.org:8443", trust(false), true))
        .hasMessageContaining("SIGNATURE_INVALID");
    refused(unsigned, "b.example.org:8443", trust(true), Code.SIGNATURE_INVALID);
  }

  @Test
  void aRejectedSignatureIsNeverTakenAsUnsigned() {
    Sender rejected =
        new Sender.Rejected(Failure.client(Code.SIGNATURE_INVALID, "the digest is wrong"));
    refused(rejected, "b.example.org:8443", trust(false), Code.SIGNATURE_INVALID);
  }

  @ParameterizedTest
  @CsvSource({
    "https://Cloud.Example.org/, cloud.example.org",
    "cloud.example.org:443, cloud.example.org",
    "cloud.example.org:8443, cloud.example.org:8443",
    "https://cloud.example.org:8443/ocm, cloud.example.org:8443",
  })
  void domainsAreReadLeniently(String written, String domain) {
    assertThat(Domains.normal(written)).isEqualTo(domain);
  }

  @ParameterizedTest
  @CsvSource({
    "bob@b.example.org, bob, b.example.org",
    "id@https://idp.org@b.example.org:8443, id@https://idp.org, b.example.org:8443",
    "Bob@https://b.example.org/, Bob, b.example.org",
  })
  void addressesAreCutAtTheLastSign(String address, String user, String domain) {
    assertThat(Domains.userOf(address)).isEqualTo(user);
    assertThat(Domains.ofAddress(address)).isEqualTo(domain);
  }

  private static void refused(Sender sender, String claimed, Trust trust, Code code) {
    assertThatThrownBy(() -> decide(sender, claimed, trust, false))
        .hasMessageContaining(code.name());
  }

  private static Admitted decide(Sender sender, String claimed, Trust trust, boolean signs) {
    return Admission.decide(sender, claimed, Optional.ofNullable(trust), () -> signs);
  }

  private static Trust trust(boolean required) {
    return new Trust(
        "b.example.org:8443", null, required, Traffic.BOTH, Traffic.BOTH, Set.of("read"), null);
  }
}
