package io.ocmfed.runtime.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocmfed.runtime.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PeerClockTest {

  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private final TestClock clock = new TestClock(NOW);
  private final PeerHealthBook book = new PeerHealthBook(clock, change -> {});

  @Test
  void isUnknownUntilThePeerHasGivenATime() {
    assertThat(book.skew("b.example.org")).isEmpty();
  }

  @Test
  void isAheadOrBehindByWhatItGaveLast() {
    book.clock("b.example.org", HttpDate.read("Thu, 01 Jan 2026 12:05:00 GMT").orElseThrow());
    assertThat(book.skew("b.example.org")).contains(Duration.ofMillis(300_500));
    clock.advance(Duration.ofMinutes(10));
    book.clock("b.example.org", NOW);
    assertThat(book.skew("b.example.org")).contains(Duration.ofMillis(-599_500));
    assertThat(book.skew("c.example.org")).isEmpty();
  }

  @Test
  void bothFormsOfRetryAfterAreRead() {
    assertThat(RetryAfter.read("120", NOW)).contains(NOW.plusSeconds(120));
    assertThat(RetryAfter.read(" Thu, 01 Jan 2026 12:05:00 GMT ", NOW))
        .contains(NOW.plusSeconds(300));
    assertThat(RetryAfter.read("soon", NOW)).isEmpty();
    assertThat(RetryAfter.read("-5", NOW)).isEmpty();
    assertThat(RetryAfter.read(null, NOW)).isEmpty();
  }
}
