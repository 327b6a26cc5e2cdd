package io.ocmfed.runtime.ocm;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocmfed.runtime.gateway.GatewayClient.User;
import io.ocmfed.runtime.invite.InviteString;
import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.OutgoingShare;
import io.ocmfed.runtime.store.TrailEntry;
import io.ocmfed.runtime.store.TrailEntry.About;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.RequestId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Alice at A invites Bob at B, shares with him, and parts from him: what both sides remember. */
class TrailTest extends BetweenTwoNodes {

  TrailTest() {
    super(TestNode.quietPair());
  }

  @Test
  void everyStepIsThereWithWhoTookItAndWhatFailedOnTheWay() {
    String invite = a.role.issueInvite().issue("alice", Duration.ZERO, "for Bob").invite();
    String token = InviteString.parse(invite).orElseThrow().token();
    Acceptance bobs =
        RequestId.during(
            "accepting-1",
            () ->
                b.in(
                    tx ->
                        b.role
                            .accept()
                            .begin(tx, new User("bob", "bob", "Bob", ""), a.domain, token, null)));
    b.faults.add(TestNode.Fault.REQUEST_LOST);
    b.sendOne();
    // A sign of life of A is all that B waits for.
    b.role.inbox().receive("notifications", new byte[0], a.signature());
    b.sendOne();
    OutgoingShare share =
        a.role.sendShare().send("alice", "/report.pdf", "bob@b.example.org", Set.of("read"), null);
    a.sendOne();
    a.in(tx -> a.role.removeConnection().remove(tx, b.domain, "alice", "bob", Cause.USER));
    a.sendOne();
    a.sendOne();

    Acceptance alices = a.acceptances().getFirst();
    assertThat(alices.id()).isEqualTo(bobs.id());
    assertThat(lines(a.in(tx -> tx.trail().of(alices.id(), alices.tokenHash(), 0, 100))))
        .containsExactly(
            "INVITATION offered USER alice",
            "CONNECTION standing PEER bob@b.example.org",
            "OUTGOING_SHARE pending USER alice",
            "DELIVERY SHARE delivered PEER b.example.org",
            "OUTGOING_SHARE delivered PEER bob@b.example.org",
            "CONNECTION ended USER alice",
            "OUTGOING_SHARE revoked USER alice",
            "DELIVERY USER_REMOVED delivered PEER b.example.org");
    List<TrailEntry> atB = b.in(tx -> tx.trail().of(bobs.id(), null, 0, 100));
    assertThat(lines(atB))
        .containsExactly(
            "CONNECTION pending USER bob",
            "DELIVERY INVITE_ACCEPTED waiting PEER a.example.org",
            "DELIVERY INVITE_ACCEPTED delivered PEER a.example.org",
            "CONNECTION standing USER bob",
            "INCOMING_SHARE received PEER alice@a.example.org",
            "CONNECTION ended PEER alice@a.example.org",
            "INCOMING_SHARE revoked PEER alice@a.example.org");
    assertThat(atB.get(1).failure().code()).isEqualTo(Code.PEER_UNREACHABLE);
    assertThat(atB.get(0).requestId()).isEqualTo("accepting-1");
    assertThat(atB.get(1).requestId()).isEqualTo("accepting-1");
    assertThat(atB.toString()).doesNotContain(token);
    assertThat(share.acceptanceId()).isEqualTo(alices.id());

    // Page by page it is the same.
    List<TrailEntry> paged = new ArrayList<>();
    List<TrailEntry> page;
    do {
      long after = paged.isEmpty() ? 0 : paged.getLast().id();
      page = b.in(tx -> tx.trail().of(bobs.id(), null, after, 2));
      paged.addAll(page);
    } while (!page.isEmpty());
    assertThat(paged).isEqualTo(atB);
  }

  private static List<String> lines(List<TrailEntry> trail) {
    return trail.stream()
        .map(
            entry ->
                entry.about()
                    + (entry.about() == About.DELIVERY ? " " + entry.detail() : "")
                    + " "
                    + entry.what()
                    + " "
                    + entry.cause()
                    + " "
                    + entry.byWhom())
        .toList();
  }
}
