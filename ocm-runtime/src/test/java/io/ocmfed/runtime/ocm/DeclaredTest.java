package io.ocmfed.runtime.ocm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ocmfed.runtime.gateway.GatewayClient.User;
import io.ocmfed.runtime.invite.InviteView;
import io.ocmfed.runtime.share.ShareView;
import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.DeclaredInvite;
import io.ocmfed.runtime.store.DeclaredShare;
import io.ocmfed.runtime.store.Direction;
import io.ocmfed.runtime.store.Event;
import io.ocmfed.runtime.store.IncomingShare;
import io.ocmfed.runtime.store.InviteType;
import io.ocmfed.runtime.store.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What two organisations declare: Alice issues at A, Bob accepts at B, Alice shares. */
class DeclaredTest extends BetweenTwoNodes {

  private static final String TOKEN = "first-token-0123456789abcdef";
  private static final String OTHER = "other-token-0123456789abcdef";
  private static final Duration LONG = Duration.ofSeconds(40);

  DeclaredTest() {
    super(TestNode.pair());
  }

  @Test
  void theAcceptingSideMayBeAppliedFirst() {
    accept("uid-1", TOKEN, null);
    await().atMost(LONG).until(() -> accepting().state().equals("Waiting"));
    assertThat(accepting().failure().code()).isEqualTo("INVITE_UNKNOWN");
    assertThat(accepting().retryAt()).isAfter(Instant.now().minusSeconds(60));
    issue("uid-1", TOKEN);
    await().atMost(LONG).until(() -> accepting().state().equals("Connected"));
    assertThat(issued().connections().getFirst().remoteUser()).isEqualTo("bob@b.example.org");
  }

  @Test
  void aDeclaredShareWaitsForTheConnectionAndIsDeliveredWithIt() {
    share("uid-1", Set.of("read"));
    assertThat(shared().state()).isEqualTo("Pending");
    assertThat(shared().connectionFound()).isFalse();
    connect();
    await().atMost(LONG).until(() -> shared().state().equals("Delivered"));
    assertThat(atBob()).extracting(IncomingShare::name).containsExactly("report.pdf");
  }

  @Test
  void aDeletedAcceptanceTakesTheShareWithItAndComingBackBringsItAnew() {
    connect();
    share("uid-1", Set.of("read"));
    await().atMost(LONG).until(() -> shared().state().equals("Delivered"));
    String first = shared().shareId();
    withdraw(b, "accept");
    await().atMost(LONG).until(() -> shared().state().equals("Revoked"));
    assertThat(shared().reason()).isEqualTo("NotConnected");
    assertThat(issued().connections().getFirst().endedBy()).isEqualTo("Peer");
    assertThat(atBob()).isEmpty();
    accept("uid-2", TOKEN, null);
    await().atMost(LONG).until(() -> shared().state().equals("Delivered"));
    assertThat(shared().shareId()).isNotEqualTo(first);
    assertThat(atBob()).hasSize(1);
  }

  @Test
  void aShareThatEndedWithItsConnectionIsDeclaredOnWithoutAGateway() {
    connect();
    share("uid-1", Set.of("read"));
    await().atMost(LONG).until(() -> shared().state().equals("Delivered"));
    a.gatewayAway = true;
    assertThatThrownBy(() -> share("uid-1", Set.of("read")))
        .hasMessageContaining("GATEWAY_UNAVAILABLE");
    withdraw(b, "accept");
    await().atMost(LONG).until(() -> shared().state().equals("Revoked"));
    share("uid-1", Set.of("read"));
    assertThatThrownBy(() -> share("uid-2", Set.of("read")))
        .hasMessageContaining("GATEWAY_UNAVAILABLE");
    assertThatThrownBy(() -> share("uid-1", Set.of("read", "write")))
        .hasMessageContaining("GATEWAY_UNAVAILABLE");
  }

  @Test
  void whatAPersonEndedIsNotUndoneByApplyingTheSameAgain() {
    connect();
    Acceptance standing = b.acceptances().getFirst();
    b.in(tx -> b.role.part(tx, standing, Cause.USER));
    accept("uid-1", TOKEN, null);
    assertThat(accepting().state()).isEqualTo("Disconnected");
    assertThat(b.acceptances()).hasSize(1);
    accept("uid-1", TOKEN, "2026-01-01");
    await().atMost(LONG).until(() -> accepting().state().equals("Connected"));
    assertThat(a.connected("alice", "bob")).isTrue();
  }

  @Test
  void aRemovalByThePeerIsNotUndoneByANewObject() {
    connect();
    Acceptance standing = a.acceptances().getFirst();
    a.in(tx -> a.role.part(tx, standing, Cause.USER));
    await().atMost(LONG).until(() -> accepting().state().equals("Disconnected"));
    accept("uid-2", TOKEN, null);
    assertThat(accepting().state()).isEqualTo("Disconnected");
    assertThat(accepting().connections().getFirst().endedBy()).isEqualTo("Peer");
  }

  @Test
  void aWithdrawnInvitationIsUnknownAndAnotherConnectsOnceMore() {
    connect();
    withdraw(a, "issue");
    await().atMost(LONG).until(() -> accepting().state().equals("Disconnected"));
    accept("uid-1", TOKEN, "again");
    await().atMost(LONG).until(() -> accepting().state().equals("Failed"));
    assertThat(accepting().failure().code()).isEqualTo("INVITE_UNKNOWN");
    issue("uid-2", OTHER);
    accept("uid-1", OTHER, "again");
    await().atMost(LONG).until(() -> accepting().state().equals("Connected"));
  }

  @Test
  void anInvitationDeclaredAnewWithItsOldTokenIsOfferedAfresh() {
    connect();
    assertThat(issued().state()).isEqualTo("Exhausted");
    withdraw(a, "issue");
    await().atMost(LONG).until(() -> accepting().state().equals("Disconnected"));
    issue("uid-2", TOKEN);
    assertThat(issued().state()).isEqualTo("Offered");
    assertThat(issued().connections()).isEmpty();
    accept("uid-1", TOKEN, "again");
    await().atMost(LONG).until(() -> accepting().state().equals("Connected"));
    assertThat(issued().connections()).hasSize(1);
  }

  @Test
  void changedPermissionsAreANewShareAndTheOldGoesWhenItIsThere() {
    connect();
    share("uid-1", Set.of("read"));
    await().atMost(LONG).until(() -> shared().state().equals("Delivered"));
    String first = shared().shareId();
    share("uid-1", Set.of("read", "write"));
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              assertThat(atBob()).hasSize(1);
              assertThat(atBob().getFirst().permissions())
                  .containsExactlyInAnyOrder("read", "write");
            });
    assertThat(shared().shareId()).isNotEqualTo(first);
  }

  @Test
  void aDeclaredIncomingShareAcceptsWhatMatches() {
    receive("Accept");
    assertThat(incoming().state()).isEqualTo("Pending");
    connect();
    share("uid-1", Set.of("read"));
    await().atMost(LONG).until(() -> incoming().state().equals("Accepted"));
    await().atMost(LONG).until(() -> shared().state().equals("Accepted"));
  }

  @Test
  void aDeclaredIncomingShareDeclinesWhatMatches() {
    receive("Decline");
    connect();
    share("uid-1", Set.of("read"));
    await().atMost(LONG).until(() -> shared().state().equals("Declined"));
    assertThat(incoming().state()).isEqualTo("Declined");
  }

  @Test
  void aWithdrawnTrustLetsSharesSleepAndReturnWithIt() {
    connect();
    share("uid-1", Set.of("read"));
    await().atMost(LONG).until(() -> shared().state().equals("Delivered"));
    String secret = b.access.received("bob", atBob().getFirst().id()).sharedSecret();
    String id = shared().shareId();
    a.in(
        tx -> {
          tx.trusts().delete("trust");
          return null;
        });
    assertThatThrownBy(() -> a.access.bySecret(id, secret)).hasMessageContaining("SHARE_ENDED");
    a.trust();
    assertThat(a.access.bySecret(id, secret).resource()).isEqualTo("/Projects/report.pdf");
    assertThat(shared().state()).isEqualTo("Delivered");
    assertThat(shared().shareId()).isEqualTo(id);
    assertThat(a.connected("alice", "bob")).isTrue();
  }

  @Test
  void twoDeclarationsOfOneTokenAreAConflict() {
    issue("uid-1", TOKEN);
    assertThatThrownBy(
            () ->
                declare(
                    a, invite("second", "uid-9", InviteType.ISSUE, "alice", TOKEN, null), TOKEN))
        .hasMessageContaining("CONFLICT");
  }

  @Test
  void everyChangeIsWrittenForEachDeclarationThatItConcerns() {
    long before = a.in(tx -> tx.events().newest());
    share("uid-1", Set.of("read"));
    connect();
    List<Event> events = a.in(tx -> tx.events().after(before, 100));
    assertThat(events)
        .anyMatch(event -> "issue".equals(event.name()) && event.what().equals("standing"))
        .anyMatch(event -> "share".equals(event.name()) && event.what().equals("standing"));
  }

  private void connect() {
    issue("uid-1", TOKEN);
    accept("uid-1", TOKEN, null);
    await().atMost(LONG).until(() -> accepting().state().equals("Connected"));
  }

  private void issue(String uid, String token) {
    declare(a, invite("issue", uid, InviteType.ISSUE, "alice", token, null), token);
  }

  private void accept(String uid, String token, String reacceptAt) {
    declare(b, invite("accept", uid, InviteType.ACCEPT, "bob", token, reacceptAt), token);
  }

  private static void declare(TestNode node, DeclaredInvite wanted, String token) {
    User user = new User(wanted.userId(), wanted.userId(), wanted.userId(), "");
    node.in(
        tx ->
            node.role.declaredInvites().declare(tx, onto(wanted, node.other.domain), user, token));
  }

  private static DeclaredInvite onto(DeclaredInvite wanted, String domain) {
    return new DeclaredInvite(
        wanted.name(),
        wanted.uid(),
        1,
        domain,
        wanted.type(),
        wanted.userId(),
        wanted.tokenHash(),
        wanted.expiresAt(),
        1,
        wanted.reacceptAt(),
        null,
        false,
        null,
        null);
  }

  private static DeclaredInvite invite(
      String name, String uid, InviteType type, String user, String token, String reacceptAt) {
    return new DeclaredInvite(
        name,
        uid,
        1,
        "",
        type,
        user,
        Sha256.hex(token),
        type == InviteType.ISSUE ? Instant.now().plusSeconds(3600) : null,
        1,
        reacceptAt,
        null,
        false,
        null,
        null);
  }

  private static void withdraw(TestNode node, String name) {
    node.in(
        tx -> {
          node.role.declaredInvites().withdraw(tx, tx.declarations().invite(name).orElseThrow());
          return null;
        });
  }

  private InviteView accepting() {
    return b.in(
        tx -> InviteView.of(tx, tx.declarations().invite("accept").orElseThrow(), Instant.now()));
  }

  private InviteView issued() {
    return a.in(
        tx -> InviteView.of(tx, tx.declarations().invite("issue").orElseThrow(), Instant.now()));
  }

  private void share(String uid, Set<String> permissions) {
    a.role
        .declareShare()
        .declare(
            declaration(
                "share",
                uid,
                a,
                Direction.OUTGOING,
                "alice",
                "bob",
                "/Projects/report.pdf",
                permissions,
                null,
                null),
            old -> {});
  }

  private void receive(String response) {
    b.role
        .declareShare()
        .declare(
            declaration(
                "incoming",
                "uid-1",
                b,
                Direction.INCOMING,
                "bob",
                "alice",
                null,
                Set.of("read"),
                "report.pdf",
                response),
            old -> {});
  }

  private static DeclaredShare declaration(
      String name,
      String uid,
      TestNode node,
      Direction direction,
      String local,
      String remote,
      String resource,
      Set<String> permissions,
      String match,
      String response) {
    return new DeclaredShare(
        name,
        uid,
        1,
        node.other.domain,
        direction,
        local,
        remote,
        resource,
        permissions,
        null,
        match,
        response,
        null,
        null,
        Instant.now(),
        null,
        false,
        0,
        null);
  }

  private ShareView shared() {
    return a.in(tx -> ShareView.of(tx, tx.declarations().share("share").orElseThrow()));
  }

  private ShareView incoming() {
    return b.in(tx -> ShareView.of(tx, tx.declarations().share("incoming").orElseThrow()));
  }

  private List<IncomingShare> atBob() {
    return b.in(tx -> tx.incoming().openOf("bob"));
  }
}
