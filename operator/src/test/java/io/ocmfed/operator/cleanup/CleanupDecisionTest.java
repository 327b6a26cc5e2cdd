package io.ocmfed.operator.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocmfed.operator.runtime.Answer;
import io.ocmfed.operator.runtime.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CleanupDecisionTest {

  private static final Instant DELETED = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Answer<Void> RECORDED = new Answer.Ok<>(null);
  private static final Answer<Void> ABSENT =
      new Answer.Refused<>(404, Failure.of("RESOURCE_NOT_FOUND", ""));
  private static final Answer<Void> AWAY = new Answer.Unreachable<>("the connection was refused");

  private static CleanupDecision after(Duration since, String nobody, List<Answer<Void>> answers) {
    return CleanupDecision.decide(answers, nobody, false, DELETED, DELETED.plus(since), LIMIT);
  }

  @Test
  void recordedOrAbsentIsDone() {
    assertThat(after(Duration.ZERO, null, List.of(RECORDED)))
        .isInstanceOf(CleanupDecision.Done.class);
    assertThat(after(Duration.ZERO, null, List.of(ABSENT)))
        .isInstanceOf(CleanupDecision.Done.class);
  }

  @Test
  void withNobodyToTellItIsSkippedAtOnce() {
    assertThat(after(Duration.ZERO, "There is no OcmInstance.", List.of()))
        .isEqualTo(new CleanupDecision.Skip("There is no OcmInstance."));
  }

  @Test
  void aRuntimeThatIsAwayIsWaitedForButNotLongerThanTheLimit() {
    assertThat(after(Duration.ofSeconds(59), null, List.of(AWAY)))
        .isInstanceOf(CleanupDecision.Wait.class);
    assertThat(after(LIMIT, null, List.of(AWAY))).isInstanceOf(CleanupDecision.Skip.class);
  }

  @Test
  void oneOfSeveralRuntimesThatIsAwayIsWaitedFor() {
    assertThat(after(Duration.ZERO, null, List.of(RECORDED, AWAY)))
        .isInstanceOf(CleanupDecision.Wait.class);
  }

  @Test
  void aNamespaceThatEndsIsNotWaitedFor() {
    assertThat(CleanupDecision.decide(List.of(AWAY), null, true, DELETED, DELETED, LIMIT))
        .isInstanceOf(CleanupDecision.Skip.class);
  }
}
