package io.ocmfed.operator.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocmfed.crds.ConditionType;
import io.ocmfed.crds.OcmTrust;
import io.ocmfed.crds.OcmTrustStatus;
import io.ocmfed.crds.Reason;
import io.ocmfed.operator.runtime.Failure;
import io.ocmfed.operator.runtime.TrustRecord;
import io.ocmfed.operator.status.Again;
import io.ocmfed.operator.status.Obstacle;
import io.ocmfed.operator.status.Sight;
import io.ocmfed.operator.status.Verdict;
import io.ocmfed.operator.testing.Fixed;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustDecisionTest {

  private final OcmTrust trust = Fixed.object(new OcmTrust(), "cloud-b", null);
  private final TrustDecision decision = new TrustDecision(Fixed.CLOCK, Fixed.SLOW);

  private static TrustRecord record(String discovery, String code, boolean delayed) {
    Failure failure = code == null ? null : Failure.of(code, "What happened.");
    return new TrustRecord(
        "cloud-b",
        "uid",
        3,
        "cloud-b.example.org",
        new TrustRecord.Peer("B", "1.2.0", "https://b/ocm", List.of("invites"), List.of("k")),
        new TrustRecord.Discovery(discovery, failure),
        "True",
        "False",
        2,
        new TrustRecord.Outbox(1, delayed));
  }

  private OcmTrustStatus recorded(TrustRecord record) {
    return decision.decide(trust, new Sight.Recorded<>(record)).status();
  }

  @ParameterizedTest
  @CsvSource({
    "Ok, , True/Succeeded, True/Succeeded, absent",
    "Failed, PEER_UNREACHABLE, False/PeerUnreachable, False/PeerUnreachable, absent",
    "Failed, PEER_INCOMPATIBLE, False/PeerIncompatible, False/PeerIncompatible, absent",
    "Failed, WHAT_IS_THAT, False/DiscoveryFailed, False/DiscoveryFailed, absent",
    "Unknown, , False/Progressing, Unknown/Progressing, absent",
    "Brand-new, , False/Progressing, Unknown/Progressing, absent"
  })
  void discoveryDecidesReadiness(
      String state, String code, String ready, String discovered, String stalled) {
    OcmTrustStatus status = recorded(record(state, code, false));
    assertThat(Fixed.condition(status, ConditionType.READY)).isEqualTo(ready);
    assertThat(Fixed.condition(status, ConditionType.DISCOVERED)).isEqualTo(discovered);
    assertThat(Fixed.condition(status, ConditionType.STALLED)).isEqualTo(stalled);
    assertThat(Fixed.condition(status, ConditionType.PROGRAMMED)).isEqualTo("True/Succeeded");
  }

  @Test
  void informationDoesNotTouchReadiness() {
    OcmTrustStatus status = recorded(record("Ok", null, true));
    assertThat(Fixed.condition(status, ConditionType.READY)).isEqualTo("True/Succeeded");
    assertThat(Fixed.condition(status, ConditionType.MUTUAL)).isEqualTo("False/PeerRefused");
    assertThat(Fixed.condition(status, ConditionType.DELIVERY_DELAYED))
        .isEqualTo("True/DeliveryDelayed");
    assertThat(status.connections()).isEqualTo(2);
  }

  @Test
  void aRuntimeThatIsAwayTakesBackNothingButReadiness() {
    trust.setStatus(recorded(record("Ok", null, false)));
    Verdict<OcmTrustStatus> verdict =
        decision.decide(
            trust, new Sight.Blocked<>(Obstacle.forRetry(Reason.RUNTIME_UNREACHABLE, "away")));
    assertThat(Fixed.condition(verdict.status(), ConditionType.READY))
        .isEqualTo("False/RuntimeUnreachable");
    assertThat(Fixed.condition(verdict.status(), ConditionType.PROGRAMMED))
        .isEqualTo("True/Succeeded");
    assertThat(verdict.status().peer().displayName()).isEqualTo("B");
    assertThat(verdict.again()).isInstanceOf(Again.Backoff.class);
  }

  @Test
  void aMistakeStallsAndIsNotTriedAgainSoon() {
    Verdict<OcmTrustStatus> verdict =
        decision.decide(
            trust, new Sight.Blocked<>(Obstacle.forPerson(Reason.CONFLICT, "older one")));
    assertThat(Fixed.condition(verdict.status(), ConditionType.STALLED)).isEqualTo("True/Conflict");
    assertThat(Fixed.condition(verdict.status(), ConditionType.PROGRAMMED))
        .isEqualTo("False/Conflict");
    assertThat(verdict.again()).isEqualTo(new Again.After(Fixed.SLOW));
  }

  @Test
  void whatAPeerSaysOfItselfIsBounded() {
    TrustRecord.Peer boaster =
        new TrustRecord.Peer(
            "x".repeat(5000),
            "1",
            "https://b",
            java.util.Collections.nCopies(1000, "y".repeat(999)),
            null);
    TrustRecord base = record("Ok", null, false);
    OcmTrustStatus status =
        recorded(
            new TrustRecord(
                base.name(),
                base.uid(),
                3,
                base.domain(),
                boaster,
                base.discovery(),
                null,
                null,
                0,
                null));
    assertThat(status.peer().displayName()).hasSize(256);
    assertThat(status.peer().capabilities()).hasSize(64).allMatch(one -> one.length() == 128);
  }
}
