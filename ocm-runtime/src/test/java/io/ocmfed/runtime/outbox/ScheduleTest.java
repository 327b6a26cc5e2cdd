package io.ocmfed.runtime.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private final Schedule schedule = new Schedule(() -> 0.5);

  @Test
  void refusalsAreRepeatedEachMinuteForAnHourThenEveryFive() {
    assertThat(schedule.refused(0, null, true, NOW)).isEqualTo(Duration.ofSeconds(1));
    assertThat(schedule.refused(2, NOW, true, NOW)).isEqualTo(Duration.ofSeconds(4));
    assertThat(schedule.refused(40, NOW.minusSeconds(3000), true, NOW))
        .isEqualTo(Duration.ofMinutes(1));
    assertThat(schedule.refused(80, NOW.minusSeconds(3700), true, NOW))
        .isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void serversOfOtherKindsAreLeftAloneForAnHourAfterFive() {
    assertThat(schedule.refused(4, NOW, false, NOW)).isEqualTo(Duration.ofSeconds(16));
    assertThat(schedule.refused(5, NOW, false, NOW)).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void aDeadPeerIsProbedAtLeastEachMinute() {
    assertThat(schedule.unreachable(0)).isEqualTo(Duration.ofSeconds(1));
    assertThat(schedule.unreachable(1000)).isEqualTo(Duration.ofMinutes(1));
    assertThat(schedule.undecided(1000)).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void theJitterIsATenthEitherWay() {
    assertThat(new Schedule(() -> 0).unreachable(100)).isEqualTo(Duration.ofSeconds(54));
    assertThat(new Schedule(() -> 1).unreachable(100)).isEqualTo(Duration.ofSeconds(66));
  }
}
