package io.ocmfed.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.ocmfed.crds.ConditionType;
import io.ocmfed.crds.OcmShare;
import io.ocmfed.crds.OcmShareStatus;
import io.ocmfed.crds.Reason;
import io.ocmfed.operator.testing.Fixed;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConditionsTest {

  private final OcmShare share = Fixed.object(new OcmShare(), "report", null);

  private OcmShareStatus status(Conditions conditions) {
    return new OcmShareStatus(3L, null, null, null, null, null, null, List.of(), conditions.list());
  }

  private Conditions begin(OcmShareStatus before, Clock clock) {
    return Conditions.of(share, before, clock);
  }

  @Test
  void transitionTimeMovesOnlyWhenTheStatusFlipsAndHasWholeSeconds() {
    OcmShareStatus first = status(begin(null, Fixed.CLOCK).notReady(Reason.PENDING, "waiting"));
    OcmShareStatus otherReason =
        status(
            begin(first, Fixed.later(Duration.ofSeconds(9)))
                .notReady(Reason.NOT_CONNECTED, "not connected"));
    OcmShareStatus flipped =
        status(
            begin(otherReason, Fixed.later(Duration.ofSeconds(20)))
                .ready(Reason.DELIVERED, "delivered"));

    assertThat(Fixed.full(first, ConditionType.READY).getLastTransitionTime())
        .isEqualTo("2026-03-01T12:00:00Z");
    assertThat(Fixed.full(otherReason, ConditionType.READY).getLastTransitionTime())
        .isEqualTo("2026-03-01T12:00:00Z");
    assertThat(Fixed.full(flipped, ConditionType.READY).getLastTransitionTime())
        .isEqualTo("2026-03-01T12:00:20Z");
  }

  @Test
  void deciding_the_same_again_gives_an_equal_status() {
    OcmShareStatus once = status(begin(null, Fixed.CLOCK).ready(Reason.DELIVERED, "delivered"));
    OcmShareStatus again =
        status(begin(once, Fixed.later(Duration.ofHours(1))).ready(Reason.DELIVERED, "delivered"));
    assertThat(again).isEqualTo(once);
  }

  @Test
  void stalledAndReconcilingArePresentOnlyWhileTrue() {
    OcmShareStatus stalled =
        status(
            begin(null, Fixed.CLOCK)
                .blocked(Obstacle.forPerson(Reason.USER_UNKNOWN, "no such user")));
    OcmShareStatus waiting =
        status(
            begin(stalled, Fixed.CLOCK)
                .blocked(Obstacle.forEvent(Reason.TRUST_NOT_FOUND, "no trust")));
    OcmShareStatus ready = status(begin(waiting, Fixed.CLOCK).ready(Reason.DELIVERED, "there"));

    assertThat(types(stalled)).containsExactly("Ready", "Stalled");
    assertThat(types(waiting)).containsExactly("Ready", "Reconciling");
    assertThat(types(ready)).containsExactly("Ready");
  }

  @Test
  void whilePausedAllStaysButReconciling() {
    OcmShareStatus waiting =
        status(
            begin(null, Fixed.CLOCK)
                .no(ConditionType.DELIVERED, Reason.PENDING, "not yet")
                .blocked(Obstacle.forEvent(Reason.TRUST_NOT_FOUND, "no trust")));
    share.getMetadata().setAnnotations(Map.of("ocmfed.io/paused", "true"));

    OcmShareStatus paused =
        status(begin(waiting, Fixed.later(Duration.ofMinutes(1))).keepWhilePaused());

    assertThat(types(paused)).containsExactly("Ready", "Paused", "Delivered");
    assertThat(Fixed.full(paused, ConditionType.READY))
        .isEqualTo(Fixed.full(waiting, ConditionType.READY));
  }

  private static List<String> types(OcmShareStatus status) {
    return status.conditions().stream().map(Condition::getType).toList();
  }
}
