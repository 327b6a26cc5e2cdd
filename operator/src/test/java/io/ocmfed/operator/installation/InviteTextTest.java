package io.ocmfed.operator.installation;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InviteTextTest {

  private static final String TOKEN = "abcdefghijklmnopqrstuvwxyz012345";
  private static final String DOMAIN = "cloud-b.example.org:9443";

  @Test
  void allThreeFormsGiveTheSameToken() {
    InviteText withDomain = new InviteText(TOKEN, Optional.of(DOMAIN));
    assertThat(InviteText.parse(TOKEN)).contains(new InviteText(TOKEN, Optional.empty()));
    assertThat(InviteText.parse(InviteText.inviteString(TOKEN, DOMAIN))).contains(withDomain);
    assertThat(InviteText.parse(InviteText.link(TOKEN, DOMAIN))).contains(withDomain);
  }

  @Test
  void formsOfOtherServersAreRead() {
    String padded = Base64.getEncoder().encodeToString((TOKEN + "@Cloud-B.example.org").getBytes());
    assertThat(InviteText.parse(padded))
        .contains(new InviteText(TOKEN, Optional.of("cloud-b.example.org")));
    assertThat(
            InviteText.parse(
                "https://mesh.example.org/accept?token=%s&providerDomain=cloud-b.example.org"
                    .formatted(TOKEN)))
        .contains(new InviteText(TOKEN, Optional.of("cloud-b.example.org")));
    assertThat(InviteText.parse("https://cloud-b.example.org/accept")).isEmpty();
  }

  @Test
  void randomTokensAreNeverTakenForInviteStrings() {
    Random random = new SecureRandom();
    long misread =
        IntStream.range(0, 20_000)
            .mapToObj(
                round -> {
                  byte[] bytes = new byte[32];
                  random.nextBytes(bytes);
                  return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
                })
            .filter(token -> InviteText.parse(token).orElseThrow().domain().isPresent())
            .count();
    assertThat(misread).isZero();
  }

  @Test
  void itIsNeverPrinted() {
    assertThat(InviteText.parse(TOKEN).orElseThrow().toString()).doesNotContain(TOKEN);
  }
}
