package io.ocmfed.runtime.invite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InviteStringTest {

  private static final String TOKEN = "tok?~-tok~~~~0123456789".replace("?", "_");
  private static final Optional<String> DOMAIN = Optional.of("cloud-a.example.org:8443");

  @Test
  void itsOwnFormIsReadAgain() {
    String text = InviteString.of(TOKEN, DOMAIN.get());
    assertThat(text).doesNotContain("=", "+", "/");
    assertThat(InviteString.parse(text)).contains(new InviteString(TOKEN, DOMAIN));
  }

  @Test
  void paddingAndTheStandardAlphabetAreTaken() {
    byte[] pair = (TOKEN + "@" + DOMAIN.get()).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    assertThat(InviteString.parse(Base64.getEncoder().encodeToString(pair)))
        .contains(new InviteString(TOKEN, DOMAIN));
    assertThat(InviteString.parse(" " + Base64.getUrlEncoder().encodeToString(pair) + "\n"))
        .contains(new InviteString(TOKEN, DOMAIN));
  }

  @Test
  void aLinkNamesItsProviderOrIsFromIt() {
    assertThat(
            InviteString.parse(
                "https://b.example.org/accept?token=token-0123&providerDomain=a.example.org"))
        .contains(new InviteString("token-0123", Optional.of("a.example.org")));
    assertThat(InviteString.parse("https://a.example.org:8443/ocm/invite?token=token-0123"))
        .contains(new InviteString("token-0123", Optional.of("a.example.org:8443")));
  }

  @Test
  void aTokenAloneHasNoDomain() {
    assertThat(InviteString.parse("token-0123456789"))
        .contains(new InviteString("token-0123456789", Optional.empty()));
  }

  @Test
  void aSecretTokenIsNotTakenForAnInviteString() {
    for (int i = 0; i < 1000; i++) {
      String token = io.ocmfed.runtime.store.Ids.random().newSecret();
      assertThat(InviteString.parse(token).orElseThrow().domain()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "short", "two words", "https://a.example.org/no-token", "@a.org"})
  void otherTextsAreNoInvitation(String text) {
    assertThat(InviteString.parse(text)).isEmpty();
  }

  @Test
  void theTokenIsNotInItsText() {
    assertThat(new InviteString(TOKEN, DOMAIN).toString()).doesNotContain(TOKEN);
  }
}
