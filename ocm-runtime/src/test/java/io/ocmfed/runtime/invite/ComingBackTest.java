package io.ocmfed.runtime.invite;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.DeclaredInvite;
import io.ocmfed.runtime.store.InviteType;
import io.ocmfed.runtime.store.Party;
import io.ocmfed.runtime.store.Remote;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComingBackTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Acceptance PENDING =
      Acceptance.pending("id", "bob", "a", "hash", null, "name", 1, NOW);
  private static final Acceptance STANDING = PENDING.standing(Remote.of("a", "alice"), true, NOW);
  private static final Acceptance ENDED_HERE = STANDING.ended(Party.LOCAL, Cause.USER, null, NOW);
  private static final Acceptance ENDED_THERE = STANDING.ended(Party.PEER, Cause.PEER, null, NOW);
  private static final Acceptance NEVER_STOOD = PENDING.ended(Party.PEER, Cause.PEER, null, NOW);

  @Test
  void theFirstTimeIsTried() {
    assertThat(ComingBack.tries(Optional.empty(), Optional.empty(), declared("u", "h", null)))
        .isTrue();
  }

  @Test
  void theSameAgainUndoesNobody() {
    assertThat(tries(ENDED_HERE, declared("u", "h", null))).isFalse();
    assertThat(tries(ENDED_THERE, declared("u", "h", null))).isFalse();
    assertThat(tries(NEVER_STOOD, declared("u", "h", null))).isFalse();
    assertThat(tries(STANDING, declared("u", "h", null))).isFalse();
  }

  @Test
  void aNewTokenOrRequestAlwaysTries() {
    assertThat(tries(ENDED_THERE, declared("u", "h2", null))).isTrue();
    assertThat(tries(ENDED_THERE, declared("u", "h", "now"))).isTrue();
  }

  @Test
  void aNewObjectTriesUnlessThePeerEndedIt() {
    assertThat(tries(ENDED_HERE, declared("u2", "h", null))).isTrue();
    assertThat(tries(NEVER_STOOD, declared("u2", "h", null))).isTrue();
    assertThat(tries(ENDED_THERE, declared("u2", "h", null))).isFalse();
    assertThat(tries(STANDING, declared("u2", "h", null))).isFalse();
  }

  private static boolean tries(Acceptance last, DeclaredInvite now) {
    return ComingBack.tries(Optional.of(declared("u", "h", null)), Optional.of(last), now);
  }

  private static DeclaredInvite declared(String uid, String hash, String reacceptAt) {
    return new DeclaredInvite(
        "name",
        uid,
        1,
        "a",
        InviteType.ACCEPT,
        "bob",
        hash,
        null,
        0,
        reacceptAt,
        "id",
        true,
        null,
        null);
  }
}
