package io.ocmfed.operator.share;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocmfed.crds.ConditionType;
import io.ocmfed.crds.LocalReference;
import io.ocmfed.crds.OcmShare;
import io.ocmfed.crds.OcmShareSpec;
import io.ocmfed.crds.OcmShareStatus;
import io.ocmfed.crds.ShareDirection;
import io.ocmfed.crds.ShareResponse;
import io.ocmfed.operator.runtime.Failure;
import io.ocmfed.operator.runtime.ShareRecord;
import io.ocmfed.operator.status.Sight;
import io.ocmfed.operator.testing.Fixed;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShareDecisionTest {

  private final ShareDecision decision = new ShareDecision(Fixed.CLOCK, Fixed.SLOW);

  private static OcmShare share(ShareDirection direction, ShareResponse response) {
    return Fixed.object(
        new OcmShare(),
        "report",
        new OcmShareSpec(
            new LocalReference("cloud-b"),
            direction,
            "alice",
            "bob@b",
            null,
            null,
            null,
            null,
            response));
  }

  private static ShareRecord record(
      ShareDirection direction, String state, String reason, String code, boolean connected) {
    return new ShareRecord(
        "report",
        "uid",
        3,
        "b",
        direction.wireName(),
        "alice",
        "bob@b",
        state,
        reason,
        "id",
        "/Projects/report.pdf",
        "report.pdf",
        "file",
        12L,
        List.of("read", "fly"),
        null,
        null,
        connected,
        code == null ? null : Failure.of(code, "What happened."));
  }

  @ParameterizedTest
  @CsvSource({
    "Pending, , , true, PENDING, False/Progressing, absent",
    "Pending, , , false, PENDING, False/NotConnected, absent",
    "Pending, , PEER_UNREACHABLE, true, PENDING, False/PeerUnreachable, absent",
    "Delivered, , , true, DELIVERED, True/Delivered, absent",
    "Accepted, , , true, ACCEPTED, True/Accepted, absent",
    "Accepted, Disputed, , false, ACCEPTED, False/Disputed, absent",
    "Declined, , , true, DECLINED, False/Declined, absent",
    "Revoked, NotConnected, , false, REVOKED, False/NotConnected, absent",
    "Revoked, Unshared, , true, REVOKED, False/Unshared, absent",
    "Expired, , , true, EXPIRED, False/Expired, True/Expired",
    "Failed, , RECIPIENT_NOT_FOUND, true, FAILED, False/RecipientNotFound, True/RecipientNotFound"
  })
  void outgoing(
      String state,
      String reason,
      String code,
      boolean connected,
      String phase,
      String ready,
      String stalled) {
    check(
        decision
            .decide(
                share(ShareDirection.OUTGOING, null),
                new Sight.Recorded<>(
                    record(ShareDirection.OUTGOING, state, reason, code, connected)))
            .status(),
        phase,
        ready,
        stalled);
  }

  @ParameterizedTest
  @CsvSource({
    "ACCEPT, Pending, PENDING, False/WaitingForShare",
    "ACCEPT, Received, DELIVERED, False/Progressing",
    "ACCEPT, Accepted, ACCEPTED, True/Accepted",
    "DECLINE, Declined, DECLINED, True/Declined",
    "ACCEPT, Declined, DECLINED, False/Declined",
    "DECLINE, Accepted, ACCEPTED, False/Accepted",
    "ACCEPT, Revoked, REVOKED, False/Unshared",
    "ACCEPT, Expired, EXPIRED, False/Expired"
  })
  void incoming(ShareResponse response, String state, String phase, String ready) {
    check(
        decision
            .decide(
                share(ShareDirection.INCOMING, response),
                new Sight.Recorded<>(record(ShareDirection.INCOMING, state, null, null, true)))
            .status(),
        phase,
        ready,
        "absent");
  }

  @ParameterizedTest
  @CsvSource({"Received, True/Received", "Accepted, True/Accepted", "Declined, True/Declined"})
  void aMirrorShowsAndIsContent(String state, String ready) {
    OcmShareStatus status =
        decision.mirror(
            share(ShareDirection.INCOMING, ShareResponse.ACCEPT),
            record(ShareDirection.INCOMING, state, null, null, true));
    assertThat(Fixed.condition(status, ConditionType.READY)).isEqualTo(ready);
    assertThat(status.permissions()).hasSize(1);
  }

  private static void check(OcmShareStatus status, String phase, String ready, String stalled) {
    assertThat(status.phase().name()).isEqualTo(phase);
    assertThat(Fixed.condition(status, ConditionType.READY)).isEqualTo(ready);
    assertThat(Fixed.condition(status, ConditionType.STALLED)).isEqualTo(stalled);
  }
}
