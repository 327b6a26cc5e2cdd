package io.ocmfed.runtime.ocm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ocmfed.runtime.inbound.Fields;
import io.ocmfed.runtime.inbound.Reply;
import io.ocmfed.runtime.ocm.TestNode.Fault;
import io.ocmfed.runtime.peer.Sender;
import io.ocmfed.runtime.share.ShareSteps;
import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.AcceptanceState;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.Event;
import io.ocmfed.runtime.store.IncomingShare;
import io.ocmfed.runtime.store.IncomingState;
import io.ocmfed.runtime.store.Invitation;
import io.ocmfed.runtime.store.Outbox;
import io.ocmfed.runtime.store.OutgoingShare;
import io.ocmfed.runtime.store.OutgoingState;
import io.ocmfed.runtime.store.Party;
import io.ocmfed.runtime.store.Sha256;
import io.ocmfed.runtime.store.TrailEntry;
import io.ocmfed.runtime.store.TrustRecord;
import io.ocmfed.runtime.store.Tx;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.FailureException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Alice is at A, Bob at B; A invites. */
class TwoNodesTest extends BetweenTwoNodes {

  TwoNodesTest() {
    super(TestNode.pair());
  }

  @Test
  void anAcceptedInvitationConnectsBothUnderOneId() {
    Acceptance bobs = accept(invite("alice"));
    assertThat(bobs.state()).isEqualTo(AcceptanceState.STANDING);
    assertThat(bobs.remoteUser()).isEqualTo("alice");
    assertThat(bobs.sealedToken()).isNull();
    Acceptance alices = a.acceptances().getFirst();
    assertThat(alices.id()).isEqualTo(bobs.id());
    assertThat(alices.remoteUser()).isEqualTo("bob");
    assertThat(alices.acceptedBy()).isEqualTo(Party.PEER);
  }

  @Test
  void aLostAnswerIsAskedForAgainAndMakesNoSecondAcceptance() {
    b.faults.add(Fault.ANSWER_LOST);
    b.faults.add(Fault.REQUEST_LOST);
    Acceptance bobs = accept(invite("alice"));
    assertThat(bobs.state()).isEqualTo(AcceptanceState.STANDING);
    assertThat(a.acceptances()).hasSize(1);
    assertThat(b.acceptances()).hasSize(1);
  }

  @Test
  void acceptingTwiceIsOneConnection() {
    String invite = invite("alice");
    Acceptance first = accept(invite);
    assertThat(accept(invite).id()).isEqualTo(first.id());
    assertThat(a.acceptances()).hasSize(1);
  }

  @Test
  void aRemovalByTheAccepterReachesTheInviterAndTheTokenIsStillGood() {
    String invite = invite("alice");
    accept(invite);
    remove(b, "bob", "alice");
    await().until(() -> !a.connected("alice", "bob"));
    Acceptance ended = a.acceptances().getFirst();
    assertThat(ended.endedBy()).isEqualTo(Party.PEER);
    assertThat(ended.cause()).isEqualTo(Cause.PEER);
    assertThat(accept(invite).state()).isEqualTo(AcceptanceState.STANDING);
    assertThat(a.connected("alice", "bob")).isTrue();
  }

  @Test
  void aRemovalByTheInviterVoidsTheTokenAndANewInvitationWorks() {
    String old = invite("alice");
    accept(old);
    remove(a, "alice", "bob");
    await().until(() -> !b.connected("bob", "alice"));
    assertThatThrownBy(() -> accept(old))
        .isInstanceOfSatisfying(
            FailureException.class,
            refused -> {
              assertThat(refused.failure().code()).isEqualTo(Code.INVITE_UNKNOWN);
              assertThat(refused.failure().message()).contains("Ask the inviter for a new one");
            });
    assertThat(accept(invite("alice")).state()).isEqualTo(AcceptanceState.STANDING);
    assertThat(a.connected("alice", "bob")).isTrue();
  }

  @Test
  void aReplayedRemovalDoesNotTouchANewerConnection() {
    String invite = invite("alice");
    accept(invite);
    remove(b, "bob", "alice");
    await().until(() -> !a.connected("alice", "bob"));
    String removal =
        b.sent.stream()
            .filter(message -> message.contains("USER_REMOVED"))
            .findFirst()
            .orElseThrow();
    accept(invite);
    Reply again =
        a.receive("notifications", removal.substring(removal.indexOf('{')), b.signature());
    assertThat(again.status()).isEqualTo(201);
    assertThat(a.connected("alice", "bob")).isTrue();
  }

  @Test
  void anUnsignedRemovalMakesUsLookAtThatPeerSoonButNotAllTheTime() {
    assertThat(a.role.trustDiscovery().once()).isTrue();
    TrustRecord looked = trustOfA();
    assertThat(looked.discoveryNext()).isAfter(looked.discoveryAt().plusSeconds(3000));
    a.receive("notifications", removal("bob@stranger.example.org", "x"), new Sender.Unsigned());
    assertThat(trustOfA().discoveryNext()).isEqualTo(looked.discoveryNext());
    for (int i = 0; i < 3; i++) {
      a.receive("notifications", removal("bob@b.example.org", "x"), new Sender.Unsigned());
      assertThat(trustOfA().discoveryNext()).isEqualTo(looked.discoveryAt().plusSeconds(30));
    }
    assertThatThrownBy(() -> Fields.of("{\"a\": \"b\\u0000\"}".getBytes()).text("a"))
        .hasMessageContaining("INVALID_REQUEST");
  }

  private TrustRecord trustOfA() {
    return a.in(tx -> tx.trusts().byName("trust")).orElseThrow();
  }

  @Test
  void sharesWhoseTimeIsOverAreSweptOnBothSidesAndTheRecipientIsTold() throws SQLException {
    accept(invite("alice"));
    OutgoingShare share = share("/Projects/report.pdf");
    IncomingShare received = received(share);
    a.role.shareExpiry().sweep();
    OutgoingShare open = a.in(tx -> tx.outgoing().find(share.id())).orElseThrow();
    assertThat(open.state().open()).isTrue();
    expireAll(a, "outgoing_share");
    expireAll(b, "incoming_share");
    b.role.shareExpiry().sweep();
    IncomingShare atBob = b.in(tx -> tx.incoming().find(received.id())).orElseThrow();
    assertThat(atBob.state()).isEqualTo(IncomingState.EXPIRED);
    assertThat(atBob.sealedSecret()).isNull();
    long before = a.in(tx -> tx.events().newest());
    a.role.shareExpiry().sweep();
    a.role.shareExpiry().sweep();
    OutgoingShare over = a.in(tx -> tx.outgoing().find(share.id())).orElseThrow();
    assertThat(over.state()).isEqualTo(OutgoingState.EXPIRED);
    assertThat(a.<List<Event>>in(tx -> tx.events().after(before, 100)))
        .filteredOn(event -> share.id().equals(event.id()) && event.cause() == Cause.EXPIRY)
        .hasSize(1);
    await().until(() -> a.sent.stream().anyMatch(sent -> sent.contains("SHARE_UNSHARED")));
    await()
        .until(
            () -> a.in(tx -> tx.outgoing().find(share.id())).orElseThrow().sealedSecret() == null);
  }

  private static void expireAll(TestNode node, String table) throws SQLException {
    try (Connection connection = node.database.connections().getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("update " + table + " set expires_at = now() - interval '1 second'");
    }
  }

  @Test
  void anUnsignedRemovalEndsNothing() {
    Acceptance bobs = accept(invite("alice"));
    Reply reply = a.receive("notifications", removal("bob", bobs.id()), new Sender.Unsigned());
    assertThat(reply.status()).isEqualTo(201);
    assertThat(a.connected("alice", "bob")).isTrue();
  }

  @Test
  void aRemovalOfAnotherUsersAcceptanceEndsNothing() {
    Acceptance bobs = accept(invite("alice"));
    a.receive("notifications", removal("mallory", bobs.id()), b.signature());
    assertThat(a.connected("alice", "bob")).isTrue();
  }

  @Test
  void anAcceptanceThatItsRemovalOvertookIsDeadOnArrival() {
    String invite = invite("alice");
    String id = "11111111-2222-3333-4444-555555555555";
    a.receive("notifications", removal("bob", id), b.signature());
    Reply late =
        a.receive(
            "invite-accepted",
            """
            {"recipientProvider": "b.example.org", "token": "%s", "userID": "bob", "email": "x",
             "name": "Bob", "acceptanceId": "%s"}
            """
                .formatted(token(invite), id),
            b.signature());
    assertThat(late.status()).isEqualTo(410);
    assertThat(a.connected("alice", "bob")).isFalse();
  }

  @Test
  void aPendingAcceptanceThatBeganBeforeARemovalEndsWhenItCompletes() {
    String first = invite("alice");
    accept(first);
    String second = invite("alice");
    b.faults.add(Fault.ANSWER_LOST);
    Acceptance pending =
        b.in(
            tx ->
                b.role
                    .accept()
                    .begin(
                        tx,
                        new io.ocmfed.runtime.gateway.GatewayClient.User("bob", "bob", "Bob", ""),
                        a.domain,
                        token(second),
                        null));
    remove(b, "bob", "alice");
    await()
        .untilAsserted(
            () -> {
              assertThat(b.in(tx -> tx.acceptances().find(pending.id())).orElseThrow().state())
                  .isEqualTo(AcceptanceState.ENDED);
              assertThat(a.acceptances()).allMatch(Acceptance::ended);
            });
  }

  @Test
  void aShareIsDeliveredReadAndRevoked() {
    accept(invite("alice"));
    OutgoingShare share = share("/Projects/report.pdf");
    IncomingShare received = received(share);
    assertThat(received.name()).isEqualTo("report.pdf");
    assertThat(received.uri()).isEqualTo("https://a.example.org/dav/ocm/" + share.id());
    String secret = b.access.received("bob", received.id()).sharedSecret();
    assertThat(a.access.bySecret(share.id(), secret).resource()).isEqualTo("/Projects/report.pdf");
    assertThatThrownBy(() -> a.access.bySecret(share.id(), "wrong"))
        .hasMessageContaining("UNAUTHENTICATED");
    a.in(
        tx -> {
          a.role
              .shareSteps()
              .end(
                  tx,
                  tx.outgoing().find(share.id()).orElseThrow(),
                  OutgoingState.REVOKED,
                  "Unshared",
                  Cause.USER,
                  io.ocmfed.runtime.share.ShareSteps.Telling.PEER);
          return null;
        });
    assertThatThrownBy(() -> a.access.bySecret(share.id(), secret))
        .hasMessageContaining("SHARE_ENDED");
    await()
        .until(
            () ->
                b.in(tx -> tx.incoming().find(received.id())).orElseThrow().state()
                    == IncomingState.UNSHARED);
    await()
        .until(
            () -> a.in(tx -> tx.outgoing().find(share.id())).orElseThrow().sealedSecret() == null);
  }

  @Test
  void sharesEndWithTheirConnectionOnBothSides() {
    String invite = invite("alice");
    accept(invite);
    OutgoingShare share = share("/Projects/report.pdf");
    IncomingShare received = received(share);
    String secret = b.access.received("bob", received.id()).sharedSecret();
    remove(b, "bob", "alice");
    await()
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> a.access.bySecret(share.id(), secret))
                    .hasMessageContaining("SHARE_ENDED"));
    assertThatThrownBy(() -> b.access.received("bob", received.id()))
        .hasMessageContaining("SHARE_ENDED");
    accept(invite);
    assertThatThrownBy(() -> a.access.bySecret(share.id(), secret))
        .hasMessageContaining("SHARE_ENDED");
  }

  @Test
  void manySharesEndWithTheirConnectionAndThePeerIsToldOnce() {
    accept(invite("alice"));
    List<OutgoingShare> shares =
        IntStream.range(0, 30).mapToObj(n -> share("/Projects/file-" + n + ".pdf")).toList();
    shares.forEach(this::received);
    b.sent.clear();
    remove(b, "bob", "alice");
    await()
        .untilAsserted(
            () -> {
              assertThat(a.<Integer>in(tx -> tx.outgoing().openOf("alice").size())).isZero();
              assertThat(b.<Integer>in(tx -> tx.incoming().openOf("bob").size())).isZero();
              assertThat(b.<List<Outbox.Owed>>in(tx -> tx.outbox().owed())).isEmpty();
            });
    assertThat(b.sent).hasSize(1).first().asString().contains("USER_REMOVED");
    for (OutgoingShare share : shares) {
      OutgoingShare ended = a.in(tx -> tx.outgoing().find(share.id())).orElseThrow();
      assertThat(ended.state()).isEqualTo(OutgoingState.REVOKED);
      assertThat(ended.sealedSecret()).isNull();
    }
    assertThat(b.<List<TrailEntry>>in(tx -> trail(tx, "revoked"))).hasSize(30);
  }

  private List<TrailEntry> trail(Tx tx, String what) {
    String connection = b.acceptances().getFirst().id();
    return tx.trail().of(connection, null, 0, 1000).stream()
        .filter(entry -> entry.what().equals(what))
        .toList();
  }

  @Test
  void theSameShareAgainIsTakenAndAnotherUnderItsKeyIsNot() {
    accept(invite("alice"));
    OutgoingShare share = share("/Projects/report.pdf");
    received(share);
    String message =
        a.sent.stream().filter(one -> one.startsWith("shares")).findFirst().orElseThrow();
    String json = message.substring(message.indexOf('{'));
    assertThat(b.receive("shares", json, a.signature()).status()).isEqualTo(201);
    assertThat(b.receive("shares", json.replace("report.pdf", "other.pdf"), a.signature()).status())
        .isEqualTo(409);
    String elsewhere =
        json.replace(share.id(), "another-key")
            .replace("https://a.example.org", "https://evil.org");
    assertThat(b.receive("shares", elsewhere, a.signature()).status()).isEqualTo(400);
    String foreign = json.replace("alice@a.example.org", "alice@evil.org");
    assertThat(b.receive("shares", foreign, a.signature()).status()).isEqualTo(403);
    assertThat(b.receive("shares", json, new Sender.Unsigned()).status()).isEqualTo(401);
    assertThat(b.<List<IncomingShare>>in(tx -> tx.incoming().openOf("bob"))).hasSize(1);
  }

  @Test
  void anAcceptedShareShowsAsAcceptedAtItsOwner() {
    accept(invite("alice"));
    OutgoingShare share = share("/Projects/report.pdf");
    IncomingShare received = received(share);
    b.in(tx -> b.role.shareSteps().accept(tx, received, Cause.USER));
    await()
        .until(
            () ->
                a.in(tx -> tx.outgoing().find(share.id())).orElseThrow().state()
                    == OutgoingState.ACCEPTED);
  }

  @Test
  void fiftyAtOnceForOnePlaceAreOneConnectionAndFortyNineRefusals() throws Exception {
    String token = token(invite("alice"));
    List<Callable<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      String json =
          """
          {"recipientProvider": "b.example.org", "token": "%s", "userID": "user%d", "email": "x",
           "name": "x", "acceptanceId": "00000000-0000-0000-0000-%012d"}
          """
              .formatted(token, i, i);
      calls.add(() -> a.receive("invite-accepted", json, b.signature()).status());
    }
    List<Integer> answers = new ArrayList<>();
    try (var users = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var answer : users.invokeAll(calls)) {
        answers.add(answer.get());
      }
    }
    assertThat(answers.stream().filter(status -> status == 200)).hasSize(1);
    assertThat(answers.stream().filter(status -> status == 409)).hasSize(49);
    assertThat(a.acceptances()).hasSize(1);
  }

  @Test
  void anExpiredInvitationSaysSo() {
    String invite = invite("alice");
    a.in(
        tx -> {
          Invitation found = tx.invitations().find(Sha256.hex(token(invite))).orElseThrow();
          tx.invitations()
              .save(
                  new Invitation(
                      found.tokenHash(),
                      found.userId(),
                      null,
                      null,
                      null,
                      Instant.now().minusSeconds(1),
                      1,
                      found.createdAt(),
                      null,
                      found.firstTick(),
                      found.offeredTick()));
          return null;
        });
    assertThatThrownBy(() -> accept(invite)).hasMessageContaining("INVITE_EXPIRED");
  }

  @Test
  void aShareThatItsOwnEndOvertookIsOverOnArrival() {
    accept(invite("alice"));
    OutgoingShare share = share("/Projects/report.pdf");
    received(share);
    String late =
        a.sent.stream()
            .filter(one -> one.startsWith("shares"))
            .findFirst()
            .orElseThrow()
            .substring("shares ".length())
            .replace(share.id(), "overtaken");
    Reply end =
        b.receive(
            "notifications",
            """
            {"notificationType": "SHARE_UNSHARED", "resourceType": "file",
             "providerId": "overtaken", "notification": {"sharedSecret": "x", "grantee": "bob"}}
            """,
            a.signature());
    assertThat(end.status()).isEqualTo(201);
    assertThat(b.receive("shares", late, a.signature()).status()).isEqualTo(409);
    assertThat(b.in(tx -> tx.incoming().byProviderId(a.domain, "overtaken")).orElseThrow().state())
        .isEqualTo(IncomingState.UNSHARED);
    assertThat(b.<List<IncomingShare>>in(tx -> tx.incoming().openOf("bob"))).hasSize(1);
  }

  @Test
  void onlySecretsOfSharesUnderThatAcceptanceAreForgotten() {
    Acceptance under = accept(invite("alice"));
    IncomingShare received = received(share("/Projects/report.pdf"));
    List<Boolean> kept =
        b.in(
            tx -> {
              b.role
                  .shareSteps()
                  .end(
                      tx,
                      tx.incoming().find(received.id()).orElseThrow(),
                      IncomingState.DECLINED,
                      "Declined",
                      Cause.USER,
                      ShareSteps.Telling.PEER);
              tx.incoming().forgetSecrets("another-acceptance");
              boolean before = hasSecret(tx, received);
              tx.incoming().forgetSecrets(under.id());
              return List.of(before, hasSecret(tx, received));
            });
    assertThat(kept).containsExactly(true, false);
  }

  private static boolean hasSecret(Tx tx, IncomingShare share) {
    return tx.incoming().find(share.id()).orElseThrow().sealedSecret() != null;
  }

  private String invite(String user) {
    return a.role.issueInvite().issue(user, Duration.ZERO, "").invite();
  }

  private static String token(String invite) {
    return io.ocmfed.runtime.invite.InviteString.parse(invite).orElseThrow().token();
  }

  private Acceptance accept(String invite) {
    return b.role.acceptInvitation().accept("bob", invite, "");
  }

  private static void remove(TestNode node, String local, String remote) {
    boolean removed =
        node.in(
            tx ->
                node.role
                    .removeConnection()
                    .remove(tx, node.other.domain, local, remote, Cause.USER));
    assertThat(removed).isTrue();
  }

  private static String removal(String user, String id) {
    return """
        {"notificationType": "USER_REMOVED", "resourceType": "user", "providerId": "%s",
         "notification": {"acceptanceIds": ["%s"]}}
        """
        .formatted(user, id);
  }

  private OutgoingShare share(String path) {
    return a.role.sendShare().send("alice", path, "bob@b.example.org", Set.of("read"), null);
  }

  private IncomingShare received(OutgoingShare share) {
    await()
        .until(
            () ->
                a.in(tx -> tx.outgoing().find(share.id())).orElseThrow().state()
                    != OutgoingState.PENDING);
    return b.in(tx -> tx.incoming().byProviderId("a.example.org", share.id())).orElseThrow();
  }
}
