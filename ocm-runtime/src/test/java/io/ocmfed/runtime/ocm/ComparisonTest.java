package io.ocmfed.runtime.ocm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocmfed.runtime.comparison.Outcome;
import io.ocmfed.runtime.comparison.Outcome.Kind;
import io.ocmfed.runtime.gateway.GatewayClient.User;
import io.ocmfed.runtime.inbound.Reply;
import io.ocmfed.runtime.invite.InviteString;
import io.ocmfed.runtime.invite.InviteView;
import io.ocmfed.runtime.ocm.TestNode.Fault;
import io.ocmfed.runtime.peer.Sender;
import io.ocmfed.runtime.share.ShareSteps.Telling;
import io.ocmfed.runtime.share.ShareView;
import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.AcceptanceState;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.DeclaredShare;
import io.ocmfed.runtime.store.Direction;
import io.ocmfed.runtime.store.Event;
import io.ocmfed.runtime.store.IncomingShare;
import io.ocmfed.runtime.store.IncomingState;
import io.ocmfed.runtime.store.OutgoingShare;
import io.ocmfed.runtime.store.OutgoingState;
import io.ocmfed.runtime.store.Party;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Alice is at A, Bob at B; A invites. Nothing is sent unless a test says so. */
class ComparisonTest extends BetweenTwoNodes {

  ComparisonTest() {
    super(TestNode.quietPair());
  }

  @Test
  void bothHoldTheSameAfterOneQuestion() {
    connect();
    share("/report.pdf");
    assertThat(compare(a)).isEqualTo(new Outcome(Kind.EQUAL, 1, 0, null));
    assertThat(compare(b)).isEqualTo(new Outcome(Kind.EQUAL, 1, 0, null));
    assertThat(b.sent.stream().filter(sent -> sent.startsWith("compare")))
        .singleElement()
        .asString()
        .hasSizeLessThan(80);
  }

  @Test
  void whatThePeerDoesNotKnowIsDisputedAndOverWhenItKnowsItAgain() throws SQLException {
    Acceptance acceptance = connect();
    OutgoingShare share = share("/report.pdf");
    String secret = secret(share);
    StoreCopies copies = new StoreCopies(b.database.connections());
    copies.take("with_all");
    sql(b, "delete from acceptance", "delete from incoming_share");

    assertThat(compare(a).kind()).isEqualTo(Kind.DIFFERENT);
    Acceptance disputed = atA(acceptance);
    assertThat(disputed.state()).isEqualTo(AcceptanceState.STANDING);
    assertThat(InviteView.state(disputed)).isEqualTo("Disputed");
    assertThatThrownBy(() -> a.access.bySecret(share.id(), secret))
        .hasMessageContaining("SHARE_ENDED");
    ShareView shown = a.in(tx -> ShareView.of(tx, tx.outgoing().find(share.id()).orElseThrow()));
    assertThat(shown.reason()).isEqualTo("Disputed");
    assertThat(shown.connectionFound()).isFalse();
    assertThat(shown.state()).isEqualTo("Delivered");
    assertThatThrownBy(() -> send("/other.pdf")).hasMessageContaining("NOT_CONNECTED");
    assertThat(causes("disputed")).containsExactly(Cause.COMPARISON);
    // It stays, and is not disputed a second time.
    assertThat(compare(a).changed()).isZero();

    copies.putBack("with_all");
    assertThat(compare(a)).isEqualTo(new Outcome(Kind.EQUAL, 1, 1, null));
    assertThat(a.connected("alice", "bob")).isTrue();
    assertThat(a.access.bySecret(share.id(), secret).resource()).isEqualTo("/report.pdf");
    assertThat(causes("undisputed")).containsExactly(Cause.COMPARISON);
  }

  @Test
  void aDisputeEndsAlthoughAShareBeneathItWasLost() throws SQLException {
    Acceptance acceptance = connect();
    OutgoingShare share = share("/report.pdf");
    sql(a, "update acceptance set disputed_at = now()");
    sql(b, "delete from incoming_share");

    assertThat(compare(a).kind()).isEqualTo(Kind.DIFFERENT);
    assertThat(atA(acceptance).disputedAt()).isNull();
    assertThat(a.connected("alice", "bob")).isTrue();
    assertThat(a.in(tx -> tx.outgoing().find(share.id())).orElseThrow().state().open()).isFalse();
    assertThat(compare(a).kind()).isEqualTo(Kind.EQUAL);
  }

  @Test
  void oneThatIsAskedAboutIsDisputedNoMore() throws SQLException {
    Acceptance acceptance = connect();
    sql(a, "update acceptance set disputed_at = now()");
    // Something else differs, so that the peer asks for all.
    sql(
        b,
        "insert into acceptance select 'another-id-0123456789', 'carol', 'dora', domain,"
            + " null, null, 'PEER', null, null, true, 'STANDING', null, now(), 0, true, now(),"
            + " null, null, null, null, null from acceptance");
    for (int bucket = 0; bucket < 2 && atA(acceptance).disputedAt() != null; bucket++) {
      ask("{\"acceptances\":[\"%s\"]}".formatted(acceptance.id()));
    }
    assertThat(atA(acceptance).disputedAt()).isNull();
    assertThat(compare(b).kind()).isEqualTo(Kind.DIFFERENT);
    assertThat(b.in(tx -> tx.acceptances().find("another-id-0123456789")).orElseThrow())
        .extracting(InviteView::state)
        .isEqualTo("Disputed");
    assertThat(b.connected("bob", "alice")).isTrue();
  }

  @Test
  void whatHasEndedAtThePeerEndsHereWithItsShares() {
    Acceptance acceptance = connect();
    OutgoingShare share = share("/report.pdf");
    String secret = secret(share);
    remove(b, "bob", "alice");
    drop(b);

    assertThat(compare(a).kind()).isEqualTo(Kind.DIFFERENT);
    Acceptance over = atA(acceptance);
    assertThat(over.state()).isEqualTo(AcceptanceState.ENDED);
    assertThat(over.endedBy()).isEqualTo(Party.PEER);
    assertThat(over.cause()).isEqualTo(Cause.COMPARISON);
    assertThat(a.in(tx -> tx.outgoing().find(share.id())).orElseThrow().state())
        .isEqualTo(OutgoingState.REVOKED);
    assertThatThrownBy(() -> a.access.bySecret(share.id(), secret))
        .hasMessageContaining("SHARE_ENDED");
    assertThat(compare(a).kind()).isEqualTo(Kind.EQUAL);
    assertThat(compare(b).kind()).isEqualTo(Kind.EQUAL);
  }

  @Test
  void whatIsPendingAtThePeerIsCompletedByOurAsking() {
    b.faults.add(Fault.ANSWER_LOST);
    Acceptance pending = begin(invite());
    b.deliver();
    drop(b);
    assertThat(atB(pending).state()).isEqualTo(AcceptanceState.PENDING);
    assertThat(a.connected("alice", "bob")).isTrue();

    compare(a);
    Acceptance complete = atB(pending);
    assertThat(complete.state()).isEqualTo(AcceptanceState.STANDING);
    assertThat(complete.remoteUser()).isEqualTo("alice");
    assertThat(a.connected("alice", "bob")).isTrue();
    assertThat(compare(b).kind()).isEqualTo(Kind.EQUAL);
  }

  @Test
  void onePendingAtThePeerWhoseUsersHavePartedMeanwhileEndsOnBothSides() {
    String invite = invite();
    accept(invite);
    b.faults.add(Fault.ANSWER_LOST);
    Acceptance pending = begin(invite());
    b.deliver();
    remove(b, "bob", "alice");
    drop(b);
    compare(a);
    assertThat(atB(pending).state()).isEqualTo(AcceptanceState.ENDED);
    b.deliver();
    compare(a);
    compare(b);
    assertThat(a.acceptances()).allMatch(Acceptance::ended);
    assertThat(b.acceptances()).allMatch(Acceptance::ended);
  }

  @Test
  void whatIsOnItsWayIsNeitherDisputedNorEnded() {
    // An acceptance that has not left.
    Acceptance pending = begin(invite());
    assertThat(compare(a).kind()).isEqualTo(Kind.EQUAL);
    assertThat(compare(b).kind()).isEqualTo(Kind.EQUAL);
    // One that the inviter has and the other does not know of.
    b.faults.add(Fault.ANSWER_LOST);
    b.deliver();
    assertThat(compare(b).changed()).isZero();
    b.deliver();
    assertThat(atB(pending).connects()).isTrue();
    // A share that has not left, and one whose answer was lost.
    OutgoingShare waiting = send("/waiting.pdf");
    assertThat(compare(a).kind()).isEqualTo(Kind.EQUAL);
    a.faults.add(Fault.ANSWER_LOST);
    a.deliver();
    assertThat(atA(waiting).state()).isEqualTo(OutgoingState.PENDING);
    assertThat(compare(a).changed()).isZero();
    assertThat(compare(b)).isEqualTo(new Outcome(Kind.DIFFERENT, 2, 0, null));
    a.deliver();
    assertThat(atA(waiting).state()).isEqualTo(OutgoingState.DELIVERED);
    assertThat(received(waiting).state()).isEqualTo(IncomingState.RECEIVED);
    assertThat(compare(b).kind()).isEqualTo(Kind.EQUAL);
  }

  @Test
  void aShareThatThePeerEndedOrLostGoes() throws SQLException {
    connect();
    OutgoingShare declined = share("/declined.pdf");
    OutgoingShare lost = share("/lost.pdf");
    OutgoingShare revoked = share("/revoked.pdf");
    OutgoingShare accepted = share("/accepted.pdf");
    OutgoingShare kept = share("/kept.pdf");
    endAtB(declined, IncomingState.DECLINED);
    sql(b, "delete from incoming_share where provider_id = '" + lost.id() + "'");
    a.in(
        tx -> {
          a.role
              .shareSteps()
              .end(tx, atA(revoked), OutgoingState.REVOKED, "Unshared", Cause.USER, Telling.PEER);
          return null;
        });
    b.in(tx -> b.role.shareSteps().accept(tx, received(accepted), Cause.USER));
    drop(a);
    drop(b);

    compare(a);
    compare(b);
    assertThat(atA(declined).state()).isEqualTo(OutgoingState.DECLINED);
    assertThat(atA(lost).state()).isEqualTo(OutgoingState.REVOKED);
    assertThat(atA(lost).reason()).isEqualTo("Lost");
    assertThat(received(revoked).state()).isEqualTo(IncomingState.UNSHARED);
    assertThat(atA(kept).state()).isEqualTo(OutgoingState.DELIVERED);
    assertThat(compare(a).kind()).isEqualTo(Kind.EQUAL);
    assertThat(compare(b).kind()).isEqualTo(Kind.EQUAL);
  }

  @Test
  void aDeclaredShareThatThePeerLostIsDeliveredAnew() throws SQLException {
    connect();
    ShareView first = a.role.declareShare().declare(declaration(), old -> {});
    a.deliver();
    sql(b, "delete from incoming_share");
    compare(a);
    a.deliver();
    ShareView now = a.in(tx -> ShareView.of(tx, tx.declarations().share("report").orElseThrow()));
    assertThat(now.shareId()).isNotEqualTo(first.shareId());
    assertThat(now.state()).isEqualTo("Delivered");
    assertThat(b.<List<IncomingShare>>in(tx -> tx.incoming().openOf("bob")))
        .extracting(IncomingShare::providerId)
        .containsExactly(now.shareId());
  }

  @Test
  void connectingAnewSettlesADisputeAndBringsDeclaredSharesBack() throws SQLException {
    Acceptance old = connect();
    ShareView first = a.role.declareShare().declare(declaration(), any -> {});
    a.deliver();
    sql(b, "delete from acceptance", "delete from incoming_share");
    compare(a);
    assertThat(a.connected("alice", "bob")).isFalse();
    Acceptance anew = connect();
    a.deliver();
    assertThat(atA(old).state()).isEqualTo(AcceptanceState.ENDED);
    assertThat(atA(anew).connects()).isTrue();
    ShareView now = a.in(tx -> ShareView.of(tx, tx.declarations().share("report").orElseThrow()));
    assertThat(now.shareId()).isNotEqualTo(first.shareId());
    assertThat(now.state()).isEqualTo("Delivered");
    assertThat(compare(a).kind()).isEqualTo(Kind.EQUAL);
    assertThat(compare(b).kind()).isEqualTo(Kind.EQUAL);
  }

  @Test
  void aDisputeEndsByTheUserOrAfterThirtyDays() throws SQLException {
    Acceptance removed = connect();
    sql(b, "delete from acceptance");
    compare(a);
    boolean parted = a.in(tx -> a.role.part(tx, atA(removed), Cause.USER));
    assertThat(parted).isTrue();
    a.deliver();
    assertThat(atA(removed).state()).isEqualTo(AcceptanceState.ENDED);

    Acceptance forgotten = connect();
    sql(b, "delete from acceptance");
    compare(a);
    a.clock.pass(Duration.ofDays(29));
    a.role.disputes().sweep();
    assertThat(atA(forgotten).state()).isEqualTo(AcceptanceState.STANDING);
    a.clock.pass(Duration.ofDays(2));
    a.role.disputes().sweep();
    assertThat(atA(forgotten).state()).isEqualTo(AcceptanceState.ENDED);
    assertThat(atA(forgotten).cause()).isEqualTo(Cause.EXPIRY);
    a.deliver();
    // The peer knows now that it is over, and cannot bring it back.
    assertThat(b.in(tx -> tx.acceptances().find(forgotten.id())).orElseThrow().ended()).isTrue();
  }

  @Test
  void aShareThatIsRefusedBecauseThePeerForgotTheConnectionWaitsForTheEndOfTheDispute()
      throws SQLException {
    Acceptance acceptance = connect();
    StoreCopies copies = new StoreCopies(b.database.connections());
    copies.take("connected");
    sql(b, "delete from acceptance");
    OutgoingShare share = send("/report.pdf");
    a.deliver();
    assertThat(InviteView.state(atA(acceptance))).isEqualTo("Disputed");
    assertThat(atA(share).state()).isEqualTo(OutgoingState.PENDING);
    assertThat(atA(share).failure().code()).isEqualTo(Code.NOT_CONNECTED);
    assertThat(due(a)).isBeforeOrEqualTo(a.clock.instant());
    copies.putBack("connected");
    assertThat(compare(a).kind()).isEqualTo(Kind.EQUAL);
    a.deliver();
    assertThat(atA(share).state()).isEqualTo(OutgoingState.DELIVERED);
    assertThat(a.access.bySecret(share.id(), secret(share)).resource()).isEqualTo("/report.pdf");
  }

  @Test
  void whoeverHearsOfADifferenceComparesSoonButNotForEver() throws SQLException {
    connect();
    compare(a);
    compare(b);
    pass(Duration.ofMinutes(1));
    assertThat(due(b)).isAfter(b.clock.instant());
    sql(a, "delete from acceptance");
    compare(a);
    assertThat(due(b)).isBeforeOrEqualTo(b.clock.instant());
    assertThat(b.role.comparison().once()).isPresent();
    assertThat(b.connected("bob", "alice")).isFalse();
    // B has looked, and nothing is new: A's asking does not make it ask again, nor B's asking A.
    pass(Duration.ofMinutes(1));
    compare(a);
    compare(b);
    compare(a);
    assertThat(due(a)).isAfter(a.clock.instant());
    assertThat(due(b)).isAfter(b.clock.instant());
  }

  @Test
  void eachIsComparedWithByOneReplicaAndAgainWhenSomethingGivesReason() {
    assertThat(a.role.comparison().once()).isPresent();
    assertThat(a.role.comparison().once()).isEmpty();
    pass(Duration.ofSeconds(2));
    Instant soon = a.clock.instant();
    a.in(
        tx -> {
          tx.comparisons().soon("b.example.org", soon, Duration.ofSeconds(10));
          return null;
        });
    assertThat(due(a)).isAfter(soon);
    pass(Duration.ofSeconds(10));
    var taken = a.in(tx -> tx.comparisons().takeDue(a.clock.instant(), soon.plusSeconds(300)));
    assertThat(taken).isPresent();
    assertThat(a.role.comparison().once()).isEmpty();
    // Asked for while it is under way: once more after it.
    boolean heard = a.in(tx -> tx.comparisons().request("b.example.org", "1", a.clock.instant()));
    assertThat(heard).isTrue();
    assertThat(a.role.comparison().once()).isEmpty();
    a.in(
        tx -> {
          tx.comparisons().finished(taken.get());
          return null;
        });
    assertThat(a.role.comparison().once()).isPresent();
    heard = a.in(tx -> tx.comparisons().request("b.example.org", "1", a.clock.instant()));
    assertThat(heard).isFalse();
    assertThat(a.role.comparison().once()).isEmpty();
    pass(Duration.ofMinutes(13));
    assertThat(a.role.comparison().once()).isPresent();
    a.role.comparison().started();
    pass(Duration.ofMinutes(2));
    assertThat(a.role.comparison().once()).isPresent();
  }

  @Test
  void onlySignedQuestionsOfTrustedDomainsAreAnsweredAndNothingIsLearned() throws SQLException {
    Acceptance acceptance = connect();
    share("/report.pdf");
    List<String> before = new StoreCopies(a.database.connections()).content();
    String question = "{\"acceptances\":[\"%s\"]}".formatted(acceptance.id());
    assertThat(a.receive("compare", question, new Sender.Unsigned()).status()).isEqualTo(401);
    Failure replayed = Failure.client(Code.SIGNATURE_INVALID, "received before");
    assertThat(a.receive("compare", question, new Sender.Rejected(replayed)).status())
        .isEqualTo(401);
    Sender stranger = new Sender.Signed("c.example.org", "c.example.org#1");
    assertThat(a.receive("compare", question, stranger).status()).isEqualTo(403);
    assertThat(new StoreCopies(a.database.connections()).content()).isEqualTo(before);
  }

  @Test
  void whatIsOfAnotherDomainIsUnknownAndNotTouched() throws SQLException {
    Acceptance acceptance = connect();
    OutgoingShare share = share("/report.pdf");
    sql(
        a,
        "update acceptance set disputed_at = now(), domain = 'd.example.org'",
        "update outgoing_share set domain = 'd.example.org'");
    List<String> before = new StoreCopies(a.database.connections()).content();
    assertThat(ask("{\"acceptances\":[\"%s\"]}".formatted(acceptance.id())).body().toString())
        .isEqualTo("{acceptances=[UNKNOWN]}");
    assertThat(ask("{\"mine\":[],\"yours\":[\"%s\"]}".formatted(share.id())).body().toString())
        .contains("yours=[UNKNOWN]");
    sql(a, "update acceptance set disputed_at = null");
    sql(
        a,
        "alter table acceptance disable trigger acceptance_forward",
        "update acceptance set state = 'PENDING'",
        "alter table acceptance enable trigger acceptance_forward");
    List<String> pending = new StoreCopies(a.database.connections()).content();
    assertThat(
            ask("{\"standing\":[{\"id\":\"%s\",\"user\":\"mallory\"}]}".formatted(acceptance.id()))
                .body()
                .toString())
        .isEqualTo("{standing=[UNKNOWN]}");
    assertThat(before).hasSameSizeAs(pending);
    assertThat(new StoreCopies(a.database.connections()).content()).isEqualTo(pending);
  }

  @Test
  void oversizedAndMalformedQuestionsAreRefused() throws SQLException {
    connect();
    List<String> before = new StoreCopies(a.database.connections()).content();
    String ids = String.join(",", Collections.nCopies(501, "\"11111111-2222-3333-4444-55555\""));
    assertThat(ask("{\"acceptances\":[" + ids + "]}").status()).isEqualTo(400);
    String half = String.join(",", Collections.nCopies(251, "\"x\""));
    assertThat(ask("{\"mine\":[" + half + "],\"yours\":[" + half + "]}").status()).isEqualTo(400);
    assertThat(ask("{\"digest\":\"" + "x".repeat(300_000) + "\"}").status()).isEqualTo(413);
    assertThat(ask("{\"acceptances\":[\"" + "x".repeat(256) + "\"]}").status()).isEqualTo(400);
    assertThat(ask("{\"acceptances\":[7]}").status()).isEqualTo(400);
    assertThat(ask("{\"acceptances\":\"all\"}").status()).isEqualTo(400);
    assertThat(ask("{\"acceptances\":[\"a\\u0000b\"]}").status()).isEqualTo(400);
    assertThat(ask("{\"standing\":[{\"id\":\"x\"}]}").status()).isEqualTo(400);
    assertThat(ask("[]").status()).isEqualTo(400);
    assertThat(ask("{}").status()).isEqualTo(400);
    assertThat(ask("nonsense").status()).isEqualTo(400);
    assertThat(new StoreCopies(a.database.connections()).content()).isEqualTo(before);
  }

  @Test
  void whoAsksTooOftenIsToldWhenToComeAgainAndWeObey() throws SQLException {
    connect();
    Reply last = null;
    for (int i = 0; i < 200 && (last == null || last.status() == 200); i++) {
      last = ask("{\"digest\":\"x\"}");
    }
    assertThat(last.status()).isEqualTo(429);
    assertThat(last.retryAfter()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(40));
    Outcome told = compare(b);
    assertThat(told.kind()).isEqualTo(Kind.UNFINISHED);
    assertThat(due(b)).isAfter(b.clock.instant().plusSeconds(20));
    a.clock.pass(Duration.ofSeconds(40));
    assertThat(compare(b).kind()).isEqualTo(Kind.EQUAL);
  }

  @Test
  void anAnswerThatIsNotWhatWasAskedChangesNothing() throws SQLException {
    connect();
    share("/report.pdf");
    sql(b, "delete from acceptance", "delete from incoming_share");
    List<String> before = new StoreCopies(a.database.connections()).content();
    for (String lie :
        List.of(
            "nonsense",
            "[]",
            "{}",
            "{\"equal\":false,\"buckets\":\"AAAA\"}",
            "{\"equal\":false,\"buckets\":\"***\"}")) {
      a.clock.pass(Duration.ofMinutes(1));
      a.comparisonAnswers = honest -> lie.getBytes(StandardCharsets.UTF_8);
      refusedAsNonsense();
    }
    for (String words : List.of("[]", "[\"UNKNOWN\",\"UNKNOWN\"]", "[\"GONE\"]", "7")) {
      b.clock.pass(Duration.ofMinutes(1));
      a.comparisonAnswers =
          honest ->
              new String(honest, StandardCharsets.UTF_8)
                  .replace("[\"UNKNOWN\"]", words)
                  .getBytes(StandardCharsets.UTF_8);
      refusedAsNonsense();
    }
    assertThat(
            new StoreCopies(a.database.connections())
                .content().stream().filter(row -> !row.startsWith("event ")))
        .isEqualTo(before.stream().filter(row -> !row.startsWith("event ")).toList());
    a.comparisonAnswers = honest -> honest;
    assertThat(compare(a).changed()).isEqualTo(1);
  }

  private void refusedAsNonsense() {
    Outcome outcome = compare(a);
    assertThat(outcome.kind()).isEqualTo(Kind.FAILED);
    assertThat(outcome.failure().code()).isEqualTo(Code.PEER_INCOMPATIBLE);
  }

  @Test
  void aPeerThatDoesNotAnswerOrTrustUsOrCompareChangesNothing() throws SQLException {
    connect();
    a.faults.add(Fault.REQUEST_LOST);
    assertThat(compare(a).kind()).isEqualTo(Kind.FAILED);
    assertThat(due(a)).isBefore(a.clock.instant().plusSeconds(80));
    sql(b, "delete from trust");
    Outcome refused = compare(a);
    assertThat(refused.failure().code()).isEqualTo(Code.PEER_REFUSED);
    b.ocmfed = false;
    assertThat(compare(a).kind()).isEqualTo(Kind.UNSUPPORTED);
    assertThat(a.connected("alice", "bob")).isTrue();
  }

  @Test
  void aLongOneGoesOnWhereItWas() throws SQLException {
    sql(a, many(35_000, "b.example.org"));
    sql(b, many(37_000, "a.example.org"));
    Outcome first = compare(a);
    assertThat(first).isEqualTo(new Outcome(Kind.UNFINISHED, 60, 0, null));
    int resume = a.in(tx -> tx.comparisons().find("b.example.org")).orElseThrow().resumeAt();
    assertThat(resume).isBetween(150, 250);
    pass(Duration.ofMinutes(2));
    Outcome second = compare(a);
    assertThat(second.kind()).isEqualTo(Kind.DIFFERENT);
    assertThat(second.asked()).isLessThan(20);
    pass(Duration.ofMinutes(2));
    assertThat(compare(a).kind()).isEqualTo(Kind.UNFINISHED);
  }

  /** Standing acceptances of one local user. */
  private static String many(int count, String domain) {
    return "insert into acceptance select md5(n::text), 'alice', 'bob' || n, '"
        + domain
        + "', null, null, 'PEER', null, null, true, 'STANDING', null, now(), n, true, now(), null,"
        + " null, null, null, null from generate_series(1, "
        + count
        + ") n";
  }

  private Reply ask(String json) {
    return a.receive("compare", json, b.signature());
  }

  private static Outcome compare(TestNode node) {
    return node.role.comparison().with(node.other.domain);
  }

  private static Instant due(TestNode node) {
    return node.in(tx -> tx.comparisons().find(node.other.domain)).orElseThrow().nextAt();
  }

  private void pass(Duration time) {
    a.clock.pass(time);
    b.clock.pass(time);
  }

  private List<Cause> causes(String what) {
    List<Event> all = a.in(tx -> tx.events().after(0, 1000));
    return all.stream().filter(event -> event.what().equals(what)).map(Event::cause).toList();
  }

  private String invite() {
    return a.role.issueInvite().issue("alice", Duration.ZERO, "").invite();
  }

  private Acceptance begin(String invite) {
    String token = InviteString.parse(invite).orElseThrow().token();
    User bob = new User("bob", "bob", "Bob", "");
    return b.in(tx -> b.role.accept().begin(tx, bob, a.domain, token, null));
  }

  private Acceptance accept(String invite) {
    Acceptance begun = begin(invite);
    b.deliver();
    return atB(begun);
  }

  private Acceptance connect() {
    Acceptance accepted = accept(invite());
    assertThat(accepted.connects()).isTrue();
    return accepted;
  }

  private OutgoingShare send(String path) {
    return a.role.sendShare().send("alice", path, "bob@b.example.org", Set.of("read"), null);
  }

  private OutgoingShare share(String path) {
    OutgoingShare share = send(path);
    a.deliver();
    return atA(share);
  }

  private String secret(OutgoingShare share) {
    return b.access.received("bob", received(share).id()).sharedSecret();
  }

  private IncomingShare received(OutgoingShare share) {
    return b.in(tx -> tx.incoming().byProviderId("a.example.org", share.id())).orElseThrow();
  }

  private void endAtB(OutgoingShare share, IncomingState next) {
    b.in(
        tx -> {
          b.role.shareSteps().end(tx, received(share), next, "Declined", Cause.USER, Telling.PEER);
          return null;
        });
  }

  private Acceptance atA(Acceptance acceptance) {
    return a.in(tx -> tx.acceptances().find(acceptance.id())).orElseThrow();
  }

  private OutgoingShare atA(OutgoingShare share) {
    return a.in(tx -> tx.outgoing().find(share.id())).orElseThrow();
  }

  private Acceptance atB(Acceptance acceptance) {
    return b.in(tx -> tx.acceptances().find(acceptance.id())).orElseThrow();
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

  /** What is owed is lost for good. */
  private static void drop(TestNode node) {
    try {
      sql(node, "delete from outbox", "delete from lane");
    } catch (SQLException broken) {
      throw new IllegalStateException(broken);
    }
  }

  private DeclaredShare declaration() {
    return new DeclaredShare(
        "report",
        "uid",
        1,
        b.domain,
        Direction.OUTGOING,
        "alice",
        "bob",
        "/report.pdf",
        Set.of("read"),
        null,
        null,
        null,
        null,
        null,
        Instant.now(),
        null,
        false,
        0,
        null);
  }

  private static void sql(TestNode node, String... statements) throws SQLException {
    try (Connection connection = node.database.connections().getConnection();
        Statement statement = connection.createStatement()) {
      for (String one : statements) {
        statement.execute(one);
      }
    }
  }
}
