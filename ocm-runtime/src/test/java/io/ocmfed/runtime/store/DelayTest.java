package io.ocmfed.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DelayTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void isLateOnlyAfterAMinute() {
    assertThat(Delay.NONE.after(Duration.ofSeconds(60), NOW).late()).isFalse();
    assertThat(Delay.NONE.after(Duration.ofSeconds(61), NOW).late()).isTrue();
  }

  @Test
  void isOverOnlyWhenNothingIsOldForTwoMinutes() {
    Delay late = Delay.NONE.after(Duration.ofSeconds(61), NOW);
    Delay calm = late.after(Duration.ZERO, NOW.plusSeconds(10));
    assertThat(calm.late()).isTrue();
    assertThat(calm.after(Duration.ofSeconds(5), NOW.plusSeconds(129)).late()).isTrue();
    assertThat(calm.after(Duration.ofSeconds(5), NOW.plusSeconds(130)).late()).isFalse();
  }

  @Test
  void doesNotFlapWhileMessagesComeAndGoAroundTheLimit() {
    Delay delay = Delay.NONE;
    int changes = 0;
    for (int second = 0; second < 3600; second += 10) {
      // Every second minute something is stuck for 70 s.
      Delay next =
          delay.after(
              Duration.ofSeconds(second % 120 < 80 ? second % 120 : 0), NOW.plusSeconds(second));
      changes += next.late() == delay.late() ? 0 : 1;
      delay = next;
    }
    assertThat(changes).isEqualTo(1);
    assertThat(delay.late()).isTrue();
  }
}
