package io.ocmfed.runtime.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocmfed.runtime.peer.TrustBook.Traffic;
import io.ocmfed.runtime.peer.TrustBook.Trust;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShareTermsTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void withoutAnEndItIsTheLatestThatTheTrustAllows() {
    assertThat(check(Traffic.BOTH, Set.of("read"), null)).isEqualTo(NOW.plus(Duration.ofDays(10)));
  }

  @Test
  void moreThanTheTrustAllowsIsRefusedWithWhatItAllows() {
    assertThatThrownBy(() -> check(Traffic.INCOMING, Set.of("read"), null))
        .hasMessageContaining("EXCEEDS_TRUST");
    assertThatThrownBy(() -> check(Traffic.BOTH, Set.of("read", "share"), null))
        .hasMessageContaining("does not allow share, only read, write");
    assertThatThrownBy(() -> check(Traffic.BOTH, Set.of("read"), NOW.plus(Duration.ofDays(11))))
        .hasMessageContaining("EXCEEDS_TRUST");
  }

  @Test
  void anEndInThePastIsAMistake() {
    assertThatThrownBy(() -> check(Traffic.BOTH, Set.of("read"), NOW))
        .hasMessageContaining("INVALID_REQUEST");
  }

  private static Instant check(Traffic shares, Set<String> permissions, Instant end) {
    Trust trust =
        new Trust(
            "b", null, true, Traffic.BOTH, shares, Set.of("read", "write"), Duration.ofDays(10));
    return ShareTerms.check(trust, permissions, end, NOW, NOW);
  }
}
