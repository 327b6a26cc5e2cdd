package io.ocmfed.operator.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocmfed.operator.runtime.Fence;
import io.ocmfed.operator.testing.Fixed;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TargetProgressTest {

  private Instant now = Fixed.NOW;
  private final TargetProgress progress = new TargetProgress(() -> now);

  @Test
  void itIsBehindFromTheFirstTableItMissesUntilItHasTheNewest() {
    progress.offered(fence(1));
    assertThat(progress.behindSince()).contains(Fixed.NOW);
    pass();
    progress.offered(fence(2));
    assertThat(progress.behindSince()).contains(Fixed.NOW);
    progress.acknowledged(fence(2));
    assertThat(progress.behindSince()).isEmpty();
    assertThat(progress.acknowledged()).contains(fence(2));
    assertThat(progress.acknowledgedAt()).contains(now);
  }

  @Test
  void aTableThatIsSupersededStillShowsThatItAnswers() {
    progress.offered(fence(1));
    progress.offered(fence(2));
    pass();
    progress.acknowledged(fence(1));
    assertThat(progress.behindSince()).contains(now);
  }

  @Test
  void aRestartThatForgetsTheTableIsBehindAgain() {
    progress.offered(fence(1));
    progress.acknowledged(fence(1));
    pass();
    progress.forgotten();
    assertThat(progress.behindSince()).contains(now);
    assertThat(progress.acknowledged()).isEmpty();
  }

  private void pass() {
    now = now.plusSeconds(5);
  }

  private static Fence fence(long sequence) {
    return new Fence(1, sequence);
  }
}
