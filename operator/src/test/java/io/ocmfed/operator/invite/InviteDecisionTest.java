package io.ocmfed.operator.invite;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocmfed.crds.ConditionType;
import io.ocmfed.crds.InviteType;
import io.ocmfed.crds.LocalReference;
import io.ocmfed.crds.OcmInvite;
import io.ocmfed.crds.OcmInviteSpec;
import io.ocmfed.crds.OcmInviteStatus;
import io.ocmfed.crds.Reason;
import io.ocmfed.crds.SecretKeyReference;
import io.ocmfed.operator.runtime.Failure;
import io.ocmfed.operator.runtime.InviteRecord;
import io.ocmfed.operator.status.Again;
import io.ocmfed.operator.status.Obstacle;
import io.ocmfed.operator.status.Sight;
import io.ocmfed.operator.status.Verdict;
import io.ocmfed.operator.testing.Fixed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InviteDecisionTest {

  private final InviteDecision decision = new InviteDecision(Fixed.CLOCK, Fixed.SLOW);

  private static OcmInvite invite(InviteType type) {
    return Fixed.object(
        new OcmInvite(),
        "alice-to-b",
        new OcmInviteSpec(
            new LocalReference("cloud-b"),
            type,
            "alice",
            new SecretKeyReference("s", "token"),
            null));
  }

  private static InviteRecord record(
      InviteType type, String state, String code, String connections, Instant expiresAt) {
    List<InviteRecord.Connection> list = new ArrayList<>();
    if (connections != null) {
      for (String one : connections.split(" ")) {
        String[] parts = one.split(":");
        list.add(
            new InviteRecord.Connection(
                "id-" + list.size(),
                "bob@b",
                parts[0],
                Fixed.NOW,
                null,
                parts.length > 1 ? parts[1] : null,
                parts.length > 2 ? parts[2] : null));
      }
    }
    return new InviteRecord(
        "alice-to-b",
        "uid",
        3,
        "b",
        type.wireName(),
        "alice",
        state,
        expiresAt,
        code == null ? null : Failure.of(code, "What happened."),
        null,
        list);
  }

  @ParameterizedTest
  @CsvSource({
    "Offered,   , OFFERED, True/Offered, True/Offered, absent",
    "Offered, Standing, CONNECTED, True/Connected, True/Offered, absent",
    "Expired, Standing, CONNECTED, True/Connected, False/Expired, absent",
    "Exhausted, Standing, CONNECTED, True/Connected, False/InviteExhausted, absent",
    "Offered, Ended:Peer:Peer, DISCONNECTED, False/RemovedByPeer, True/Offered, absent",
    "Offered, Ended:Local:User, DISCONNECTED, False/RemovedByUser, True/Offered, absent",
    "Offered, Disputed, DISCONNECTED, False/Disputed, True/Offered, absent",
    "Offered, Standing Disputed, CONNECTED, True/Connected, True/Offered, absent",
    "Offered, Standing Ended:Peer:Peer, CONNECTED, True/Connected, True/Offered, absent",
    "Expired, , EXPIRED, False/Expired, False/Expired, True/Expired",
    "Exhausted, , FAILED, False/InviteExhausted, False/InviteExhausted, True/InviteExhausted"
  })
  void issue(
      String state,
      String connections,
      String phase,
      String ready,
      String offered,
      String stalled) {
    OcmInviteStatus status =
        decision
            .decide(
                invite(InviteType.ISSUE),
                new Sight.Recorded<>(record(InviteType.ISSUE, state, null, connections, null)))
            .status();
    assertThat(status.phase().name()).isEqualTo(phase);
    assertThat(Fixed.condition(status, ConditionType.READY)).isEqualTo(ready);
    assertThat(Fixed.condition(status, ConditionType.OFFERED)).isEqualTo(offered);
    assertThat(Fixed.condition(status, ConditionType.STALLED)).isEqualTo(stalled);
  }

  @ParameterizedTest
  @CsvSource({
    "Pending, , , PENDING, False/Progressing, absent",
    "Waiting, INVITE_UNKNOWN, , PENDING, False/WaitingForPeer, absent",
    "Waiting, PEER_REFUSED, , PENDING, False/WaitingForPeer, absent",
    "Waiting, PEER_UNREACHABLE, , PENDING, False/PeerUnreachable, absent",
    "Connected, , Standing, CONNECTED, True/Connected, absent",
    "Disputed, , Disputed, DISCONNECTED, False/Disputed, absent",
    "Disconnected, , Ended:Peer:Peer, DISCONNECTED, False/RemovedByPeer, absent",
    "Disconnected, , Ended:Local:User, DISCONNECTED, False/RemovedByUser, absent",
    "Failed, INVITE_EXPIRED, , EXPIRED, False/InviteExpired, True/InviteExpired",
    "Failed, INVITE_EXHAUSTED, , FAILED, False/InviteExhausted, True/InviteExhausted",
    "Failed, INVITE_UNKNOWN, , FAILED, False/InviteUnknown, True/InviteUnknown",
    "Failed, USER_UNKNOWN, , FAILED, False/UserUnknown, True/UserUnknown"
  })
  void accept(
      String state, String code, String connections, String phase, String ready, String stalled) {
    OcmInviteStatus status =
        decision
            .decide(
                invite(InviteType.ACCEPT),
                new Sight.Recorded<>(record(InviteType.ACCEPT, state, code, connections, null)))
            .status();
    assertThat(status.phase().name()).isEqualTo(phase);
    assertThat(Fixed.condition(status, ConditionType.READY)).isEqualTo(ready);
    assertThat(Fixed.condition(status, ConditionType.STALLED)).isEqualTo(stalled);
  }

  @Test
  void anOfferIsLookedAtAgainWhenItExpires() {
    Verdict<OcmInviteStatus> verdict =
        decision.decide(
            invite(InviteType.ISSUE),
            new Sight.Recorded<>(
                record(InviteType.ISSUE, "Offered", null, null, Fixed.NOW.plusSeconds(30))));
    assertThat(verdict.again()).isEqualTo(new Again.After(Duration.ofSeconds(31)));
  }

  @Test
  void anOfferWhoseTimeIsOverIsExpiredEvenIfTheRuntimeHasNotNoticed() {
    OcmInviteStatus status =
        decision
            .decide(
                invite(InviteType.ISSUE),
                new Sight.Recorded<>(
                    record(InviteType.ISSUE, "Offered", null, null, Fixed.NOW.minusSeconds(1))))
            .status();
    assertThat(Fixed.condition(status, ConditionType.OFFERED)).isEqualTo("False/Expired");
  }

  @Test
  void aMissingTrustIsWaitedFor() {
    OcmInviteStatus status =
        decision
            .decide(
                invite(InviteType.ACCEPT),
                new Sight.Blocked<>(Obstacle.forEvent(Reason.TRUST_NOT_FOUND, "no trust")))
            .status();
    assertThat(status.phase().name()).isEqualTo("PENDING");
    assertThat(Fixed.condition(status, ConditionType.RECONCILING)).isEqualTo("True/TrustNotFound");
  }
}
