package io.ocmfed.runtime.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocmfed.runtime.connection.InviterRules.Observed;
import io.ocmfed.runtime.connection.InviterRules.Ruling;
import io.ocmfed.runtime.connection.InviterRules.Ruling.Already;
import io.ocmfed.runtime.connection.InviterRules.Ruling.Refuse;
import io.ocmfed.runtime.connection.InviterRules.Ruling.Welcome;
import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.Invitation;
import io.ocmfed.runtime.store.Party;
import io.ocmfed.runtime.store.Remote;
import io.ocmfed.runtime.store.Removal;
import io.ocmfed.runtime.web.Code;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InviterRulesTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Remote BOB = Remote.of("b", "bob");
  private static final Remote EVE = Remote.of("b", "eve");

  @Test
  void aGoodTokenIsWelcome() {
    assertThat(rule(BOB, null, token(), List.of(), List.of())).isEqualTo(new Welcome());
  }

  @Test
  void aKnownIdComesBeforeTheToken() {
    Acceptance standing = by(BOB);
    assertThat(rule(BOB, standing, null, List.of(), List.of())).isEqualTo(new Already(standing));
    refused(
        rule(
            BOB, standing.ended(Party.LOCAL, Cause.USER, null, NOW), token(), List.of(), List.of()),
        410,
        Code.NOT_CONNECTED);
  }

  @Test
  void anIdOfSomebodyElseIsRefused() {
    refused(rule(EVE, by(BOB), token(), List.of(), List.of()), 400, Code.INVALID_REQUEST);
    refused(
        rule(Remote.of("c", "bob"), by(BOB), token(), List.of(), List.of()),
        400,
        Code.INVALID_REQUEST);
    Acceptance ours = Acceptance.pending("id", "alice", "b", "h", "s", null, 1, NOW);
    refused(rule(BOB, ours, token(), List.of(), List.of()), 400, Code.INVALID_REQUEST);
  }

  @Test
  void unknownWithdrawnAndForeignTokensAreUnknown() {
    refused(rule(BOB, null, null, List.of(), List.of()), 400, Code.INVITE_UNKNOWN);
    refused(
        rule(BOB, null, token().withdrawn(NOW), List.of(), List.of()), 400, Code.INVITE_UNKNOWN);
    refused(
        rule(Remote.of("c", "bob"), null, token(), List.of(), List.of()), 400, Code.INVITE_UNKNOWN);
  }

  @Test
  void anExpiredTokenSaysSinceWhen() {
    Observed late =
        new Observed(
            BOB, Optional.empty(), Optional.of(token()), List.of(), List.of(), NOW.plusSeconds(60));
    refused(InviterRules.decide(late), 400, Code.INVITE_EXPIRED);
  }

  @Test
  void anotherUserFindsItUsedUpAndTheSameIsAlwaysWelcome() {
    List<Acceptance> used = List.of(by(BOB).ended(Party.PEER, Cause.PEER, null, NOW));
    refused(rule(EVE, null, token(), used, List.of()), 409, Code.INVITE_EXHAUSTED);
    assertThat(rule(BOB, null, token(), used, List.of())).isEqualTo(new Welcome());
    // Our own acceptance of a token of the same text uses up nothing.
    List<Acceptance> ours = List.of(Acceptance.pending("id", "x", "b", "h", "s", null, 1, NOW));
    assertThat(rule(EVE, null, token(), ours, List.of())).isEqualTo(new Welcome());
  }

  @Test
  void aRemovalByTheInviterVoidsWhatWasIssuedBefore() {
    refused(
        rule(BOB, null, token(), List.of(), List.of(removal(11, Party.LOCAL, Cause.USER))),
        400,
        Code.INVITE_UNKNOWN);
    assertThat(rule(BOB, null, token(), List.of(), List.of(removal(9, Party.LOCAL, Cause.USER))))
        .isEqualTo(new Welcome());
    assertThat(rule(BOB, null, token(), List.of(), List.of(removal(11, Party.PEER, Cause.PEER))))
        .isEqualTo(new Welcome());
  }

  @Test
  void declaringAnewLiftsARemovalByDeclarationButNotAPersons() {
    Invitation anew =
        new Invitation("h", "alice", "b", "name", null, NOW.plusSeconds(9), 1, NOW, null, 10, 20);
    assertThat(rule(BOB, null, anew, List.of(), List.of(removal(15, Party.LOCAL, Cause.OPERATOR))))
        .isEqualTo(new Welcome());
    refused(
        rule(BOB, null, anew, List.of(), List.of(removal(15, Party.LOCAL, Cause.USER))),
        400,
        Code.INVITE_UNKNOWN);
    // What was over before is no use of what is offered afresh; what stands is.
    List<Acceptance> over = List.of(by(BOB).ended(Party.LOCAL, Cause.OPERATOR, null, NOW));
    assertThat(rule(EVE, null, anew, over, List.of())).isEqualTo(new Welcome());
    refused(rule(EVE, null, anew, List.of(by(BOB)), List.of()), 409, Code.INVITE_EXHAUSTED);
  }

  private static Ruling rule(
      Remote remote,
      Acceptance known,
      Invitation token,
      List<Acceptance> uses,
      List<Removal> removals) {
    return InviterRules.decide(
        new Observed(
            remote, Optional.ofNullable(known), Optional.ofNullable(token), uses, removals, NOW));
  }

  private static void refused(Ruling ruling, int status, Code code) {
    assertThat(ruling)
        .isInstanceOfSatisfying(
            Refuse.class,
            refuse -> {
              assertThat(refuse.status()).isEqualTo(status);
              assertThat(refuse.failure().code()).isEqualTo(code);
            });
  }

  private static Acceptance by(Remote remote) {
    return Acceptance.byPeer("id", "alice", remote, "h", true, 12, NOW);
  }

  private static Invitation token() {
    return new Invitation("h", "alice", "b", null, null, NOW.plusSeconds(9), 1, NOW, null, 10, 10);
  }

  private static Removal removal(long tick, Party by, Cause cause) {
    return new Removal(tick, "b", "alice", "bob", by, cause, NOW);
  }
}
