package io.ocmfed.runtime.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.DeclaredInvite;
import io.ocmfed.runtime.store.IncomingShare;
import io.ocmfed.runtime.store.IncomingState;
import io.ocmfed.runtime.store.Invitation;
import io.ocmfed.runtime.store.InviteType;
import io.ocmfed.runtime.store.OutgoingShare;
import io.ocmfed.runtime.store.OutgoingState;
import io.ocmfed.runtime.store.Party;
import io.ocmfed.runtime.store.Remote;
import io.ocmfed.runtime.store.Removal;
import io.ocmfed.runtime.store.TrailEntry;
import io.ocmfed.runtime.store.Tx;
import io.ocmfed.runtime.store.postgres.Database;
import io.ocmfed.runtime.store.postgres.PostgresStore;
import io.ocmfed.runtime.store.postgres.Signals;
import io.ocmfed.runtime.store.postgres.TestPostgres;
import io.ocmfed.runtime.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is over is kept as long as something could begin again for want of it, and no longer. */
class HousekeepingTest {

  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration A_MONTH = Duration.ofDays(30).plusSeconds(1);

  private final Database database = TestPostgres.prepared();
  private final Signals signals = new Signals(database.connections());
  private final PostgresStore store = new PostgresStore(database.connections(), signals);
  private final TestClock clock = new TestClock(BEGIN);
  private final Housekeeping housekeeping = new Housekeeping(store, clock);

  @AfterEach
  void close() {
    signals.close();
    database.close();
  }

  @Test
  void anEndedAcceptanceGoesAfterThirtyDaysWithItsTrail() {
    in(tx -> ended(tx, "a1", "gone"));
    in(tx -> tx.acceptances().save(byPeer(tx, "a2", "gone")));
    later(Duration.ofDays(30).minusSeconds(1));
    assertThat(has("a1")).isTrue();
    assertThat(trail("a1", null)).isNotEmpty();
    later(Duration.ofSeconds(2));
    assertThat(has("a1")).isFalse();
    assertThat(trail("a1", null)).isEmpty();
    assertThat(has("a2")).as("one that stands").isTrue();
  }

  @Test
  void oneThatThePeerHasNotConfirmedStays() {
    in(
        tx -> {
          ended(tx, "a1", "gone");
          tx.upkeep().unconfirmed(List.of("a1"), clock.instant());
        });
    later(Duration.ofDays(400));
    assertThat(has("a1")).isTrue();
    in(tx -> tx.upkeep().confirmed(List.of("a1")));
    later(Duration.ZERO);
    assertThat(has("a1")).isFalse();
  }

  @Test
  void oneWhoseTokenCouldStillBeAcceptedStays() {
    in(
        tx -> {
          tx.invitations().save(invitation(tx, "open", BEGIN.plus(Duration.ofDays(90))));
          ended(tx, "a1", "open");
          tx.acceptances()
              .save(Acceptance.tombstone("t1", Remote.of("b", "bob"), tx.tick(), clock.instant()));
        });
    later(A_MONTH);
    assertThat(has("a1")).isTrue();
    assertThat(has("t1")).as("of a token that we do not know").isTrue();
    later(Duration.ofDays(60));
    assertThat(has("a1")).isFalse();
    assertThat(has("t1")).isFalse();
  }

  @Test
  void oneThatADeclarationRemembersStays() {
    in(
        tx -> {
          ended(tx, "a1", "declared");
          tx.declarations()
              .save(
                  new DeclaredInvite(
                      "name",
                      "uid",
                      1,
                      "b",
                      InviteType.ACCEPT,
                      "alice",
                      "declared",
                      null,
                      0,
                      null,
                      "a1",
                      true,
                      null,
                      null));
        });
    later(A_MONTH);
    assertThat(has("a1")).isTrue();
    in(tx -> tx.declarations().save(tx.declarations().invite("name").orElseThrow().deleted(BEGIN)));
    in(tx -> tx.declarations().forgetInvites(BEGIN.plusSeconds(1)));
    later(Duration.ZERO);
    assertThat(has("a1")).isFalse();
  }

  @Test
  void sharesGoWhenThePeerKnowsOfTheirEndAndTheirConnectionAfterThem() {
    in(
        tx -> {
          ended(tx, "a1", "gone");
          tx.outgoing().save(outgoing("s1", "a1"));
          tx.incoming().save(incoming("r1", "a1"));
        });
    later(A_MONTH);
    assertThat(store.<Boolean>inTransaction(tx -> tx.outgoing().find("s1").isPresent())).isTrue();
    assertThat(store.<Boolean>inTransaction(tx -> tx.incoming().find("r1").isPresent())).isFalse();
    assertThat(has("a1")).isTrue();
    in(tx -> tx.outgoing().save(tx.outgoing().find("s1").orElseThrow().withoutSecret()));
    later(Duration.ZERO);
    assertThat(store.<Boolean>inTransaction(tx -> tx.outgoing().find("s1").isPresent())).isFalse();
    assertThat(has("a1")).isFalse();
  }

  @Test
  void aRemovalIsRememberedAsLongAsItVoidsAToken() {
    in(
        tx -> {
          tx.invitations().save(invitation(tx, "open", BEGIN.plus(Duration.ofDays(90))));
          tx.acceptances()
              .add(
                  new Removal(
                      tx.tick(), "b", "alice", "bob", Party.LOCAL, Cause.USER, clock.instant()));
        });
    later(A_MONTH);
    assertThat(removals()).isEqualTo(1);
    later(Duration.ofDays(100));
    assertThat(removals()).isZero();
    assertThat(store.<Boolean>inTransaction(tx -> tx.invitations().find("open").isPresent()))
        .isFalse();
    assertThat(trail("none", "open")).isEmpty();
  }

  @Test
  void thatAnInvitationExpiredIsWrittenDownOnceAndAgainWhenItWasProlonged() {
    in(tx -> tx.invitations().save(invitation(tx, "open", BEGIN.plusSeconds(60))));
    later(Duration.ofSeconds(59));
    assertThat(trail("none", "open")).isEmpty();
    later(Duration.ofSeconds(1));
    later(Duration.ofSeconds(1));
    assertThat(trail("none", "open"))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.what()).isEqualTo("expired");
              assertThat(entry.cause()).isEqualTo(Cause.EXPIRY);
              assertThat(entry.at()).isEqualTo(BEGIN.plusSeconds(60));
            });
    in(tx -> tx.invitations().save(invitation(tx, "open", BEGIN.plusSeconds(120))));
    later(Duration.ofSeconds(60));
    assertThat(trail("none", "open")).hasSize(2);
  }

  private void later(Duration by) {
    clock.advance(by);
    housekeeping.sweep();
  }

  private void in(Consumer<Tx> work) {
    store.inTransaction(
        tx -> {
          work.accept(tx);
          return null;
        });
  }

  private boolean has(String id) {
    return store.inTransaction(tx -> tx.acceptances().find(id).isPresent());
  }

  private int removals() {
    return store.<Integer>inTransaction(
        tx -> tx.acceptances().removals("b", "alice", "bob").size());
  }

  private List<TrailEntry> trail(String id, String token) {
    return store.inTransaction(tx -> tx.trail().of(id, token, 0, 100));
  }

  private Acceptance byPeer(Tx tx, String id, String token) {
    return Acceptance.byPeer(
        id, "alice", Remote.of("b", "bob"), token, true, tx.tick(), clock.instant());
  }

  private void ended(Tx tx, String id, String token) {
    Acceptance over = byPeer(tx, id, token).ended(Party.LOCAL, Cause.USER, null, clock.instant());
    tx.acceptances().save(over);
    tx.trail().add(TrailEntry.of(over, "ended", Cause.USER, clock.instant()));
  }

  private Invitation invitation(Tx tx, String hash, Instant until) {
    long tick = tx.tick();
    return new Invitation(hash, "alice", null, null, null, until, 1, BEGIN, null, tick, tick);
  }

  /** Ended, and the peer still to be told. */
  private OutgoingShare outgoing(String id, String acceptance) {
    return new OutgoingShare(
        id,
        "b",
        "alice",
        "bob",
        "Alice",
        "/report.pdf",
        "report.pdf",
        false,
        3,
        Set.of("read"),
        null,
        BEGIN,
        OutgoingState.REVOKED,
        "Unshared",
        acceptance,
        "hash",
        "sealed",
        true,
        null,
        null,
        BEGIN);
  }

  private IncomingShare incoming(String id, String acceptance) {
    return new IncomingShare(
        id,
        "b",
        "provider-" + id,
        "alice",
        "bob",
        "Bob",
        "photos",
        true,
        0,
        Set.of("read"),
        "https://b/dav",
        "hash",
        null,
        "payload",
        null,
        BEGIN,
        IncomingState.UNSHARED,
        "Unshared",
        acceptance,
        null,
        null,
        BEGIN);
  }
}
