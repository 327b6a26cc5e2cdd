package io.ocmfed.runtime.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.AcceptanceState;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.Event;
import io.ocmfed.runtime.store.EventKind;
import io.ocmfed.runtime.store.MessageKind;
import io.ocmfed.runtime.store.OutboxEntry;
import io.ocmfed.runtime.store.Party;
import io.ocmfed.runtime.store.Remote;
import io.ocmfed.runtime.store.Store.Changes;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresStoreTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private TestStore opened;
  private PostgresStore store;

  @BeforeEach
  void open() {
    opened = new TestStore();
    store = opened.store();
  }

  @AfterEach
  void close() {
    opened.close();
  }

  /** Writes one row and halts without closing anything. */
  static final class CommitAndHalt {
    public static void main(String[] arguments) {
      Database database = new Database(arguments[0], null, null);
      database.prepare();
      Signals signals = new Signals(database.connections());
      new PostgresStore(database.connections(), signals)
          .inTransaction(
              tx -> {
                tx.acceptances().save(pending("survivor", tx.tick()));
                return null;
              });
      Runtime.getRuntime().halt(7);
    }
  }

  @Test
  void whatWasCommittedIsThereAfterTheProcessHalted(@TempDir Path directory) throws Exception {
    String url = TestPostgres.newDatabase();
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-XX:TieredStopAtLevel=1",
                CommitAndHalt.class.getName(),
                url)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("halted.log").toFile())
            .start();
    assertThat(child.waitFor()).isEqualTo(7);
    try (Database again = new Database(url, null, null);
        Signals others = new Signals(again.connections())) {
      assertThat(
              new PostgresStore(again.connections(), others)
                  .<Optional<Acceptance>>inTransaction(tx -> tx.acceptances().find("survivor")))
          .isPresent();
    }
  }

  /**
   * A server that restarts breaks connections, and so does whoever interrupts a thread in a query.
   */
  @Test
  void aConnectionThatBrokeIsNotUsedAgainHoweverBusyThePoolIs() throws SQLException {
    String url = TestPostgres.newDatabase();
    try (Database pool = new Database(url, null, null);
        Database other = new Database(url, null, null)) {
      number(other, "select pg_terminate_backend(%d, 5000)::int".formatted(backend(pool)));
      // Used all the time, it is never idle for long enough to be validated.
      assertThat(pool.answers()).isFalse();
      assertThat(pool.answers()).isTrue();

      number(other, "select pg_terminate_backend(%d, 5000)::int".formatted(backend(pool)));
      assertThatThrownBy(() -> number(pool, "select 1")).isInstanceOf(SQLException.class);
      assertThat(number(pool, "select 1")).isEqualTo(1);
    }
  }

  private static int backend(Database database) throws SQLException {
    return number(database, "select pg_backend_pid()");
  }

  private static int number(Database database, String query) throws SQLException {
    try (var connection = database.connections().getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  @Test
  void anAcceptanceComesBackAsItWasSaved() {
    Failure failure =
        new Failure(Code.PEER_UNREACHABLE, "down", "peer:b", "op", "e", 3, NOW, NOW.plusSeconds(9));
    Acceptance saved = pending("a1", 5).waiting(failure);
    Optional<Acceptance> read =
        store.inTransaction(
            tx -> {
              tx.acceptances().save(saved);
              return tx.acceptances().find("a1");
            });
    assertThat(read).contains(saved);
  }

  @Test
  void theDatabaseRefusesToTakeAnAcceptanceBack() {
    Acceptance standing = pending("a1", 5).standing(Remote.of("b", "bob"), true, NOW);
    Acceptance ended = standing.ended(Party.PEER, Cause.PEER, null, NOW);
    store.inTransaction(
        tx -> {
          tx.acceptances().save(ended);
          return null;
        });
    assertThatThrownBy(
            () ->
                store.inTransaction(
                    tx -> {
                      tx.acceptances().save(standing);
                      return null;
                    }))
        .hasMessageContaining("cannot go back from ENDED to STANDING");
    assertThat(
            store
                .<Optional<Acceptance>>inTransaction(tx -> tx.acceptances().find("a1"))
                .map(Acceptance::state))
        .contains(AcceptanceState.ENDED);
  }

  @Test
  void cursorsBecomeVisibleInTheirOrder() throws Exception {
    List<Long> seen = new ArrayList<>();
    try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        int n = i;
        writers.submit(
            () ->
                store.inTransaction(
                    tx -> {
                      tx.events()
                          .append(
                              new Event(
                                  0, NOW, EventKind.SHARE, null, "s" + n, "b", "x", Cause.USER));
                      return null;
                    }));
      }
      long cursor = 0;
      while (seen.size() < 200) {
        long from = cursor;
        List<Event> batch = store.inTransaction(tx -> tx.events().after(from, 50));
        for (Event event : batch) {
          seen.add(event.cursor());
          cursor = event.cursor();
        }
        Thread.onSpinWait();
      }
    }
    assertThat(seen).isSorted().doesNotHaveDuplicates().hasSize(200);
  }

  @Test
  void aCommitWakesWhoWaitsForChanges() throws Exception {
    try (Changes changes = store.changes()) {
      changes.await(Duration.ofSeconds(2));
      store.inTransaction(
          tx -> {
            tx.outbox().add(entry("lane", "s1", NOW));
            return null;
          });
      assertThat(changes.await(Duration.ofSeconds(4))).isTrue();
    }
  }

  @Test
  void onlyTheHeadOfALaneIsSentAndByOneWorker() {
    add("lane", "first");
    add("lane", "second");
    OutboxEntry head = claim("w1", NOW).orElseThrow();
    assertThat(head.subject()).isEqualTo("first");
    assertThat(claim("w2", NOW)).isEmpty();
    done(head);
    assertThat(claim("w2", NOW).orElseThrow().subject()).isEqualTo("second");
  }

  @Test
  void whatComesAfterAMessageInItsLaneCanBeDroppedByItsBody() {
    store.inTransaction(
        tx -> {
          tx.outbox()
              .addAll(
                  List.of(
                      saying("lane", "first", "same"),
                      saying("lane", "second", "same"),
                      saying("lane", "third", null),
                      saying("lane", "fourth", "same"),
                      saying("other", "fifth", "same")));
          return null;
        });
    OutboxEntry head = claim("w1", NOW).orElseThrow();
    store.inTransaction(
        tx -> {
          tx.outbox().cancelAfter(head, "same");
          return null;
        });
    assertThat(claim("w2", NOW).orElseThrow().subject()).isEqualTo("fifth");
    assertThat(store.<Boolean>inTransaction(tx -> tx.outbox().holds(head, "w1"))).isTrue();
    done(head);
    OutboxEntry next = claim("w3", NOW).orElseThrow();
    assertThat(next.subject()).isEqualTo("third");
    done(next);
    assertThat(claim("w4", NOW)).isEmpty();
  }

  @Test
  void messagesAboutManySubjectsAreCancelledAtOnce() {
    List.of("first", "second", "third").forEach(subject -> add("lane", subject));
    store.inTransaction(
        tx -> {
          tx.outbox().cancel(Set.of(MessageKind.SHARE), List.of("first", "third"), NOW);
          tx.outbox().cancel(Set.of(MessageKind.SHARE_UNSHARED), List.of("second"), NOW);
          tx.outbox().cancel(Set.of(MessageKind.SHARE), List.of(), NOW);
          return null;
        });
    OutboxEntry left = claim("w1", NOW).orElseThrow();
    assertThat(left.subject()).isEqualTo("second");
    done(left);
    assertThat(claim("w1", NOW)).isEmpty();
  }

  @Test
  void aLeaseThatRanOutIsTakenByAnother() {
    add("lane", "first");
    OutboxEntry head = claim("w1", NOW).orElseThrow();
    Instant later = NOW.plusSeconds(61);
    assertThat(claim("w2", later)).isPresent();
    assertThat(store.<Boolean>inTransaction(tx -> tx.outbox().holds(head, "w1"))).isFalse();
    assertThat(store.<Boolean>inTransaction(tx -> tx.outbox().holds(head, "w2"))).isTrue();
  }

  @Test
  void aPostponedHeadHoldsItsLaneButNoOther() {
    add("lane", "first");
    add("lane", "second");
    add("other", "third");
    OutboxEntry head = claim("w1", NOW).orElseThrow();
    Failure failure = Failure.of(Code.PEER_REFUSED, "peer:b", "no");
    store.inTransaction(
        tx -> {
          tx.outbox().postpone(head.postponed(failure, true, NOW.plusSeconds(60), NOW));
          return null;
        });
    assertThat(claim("w1", NOW).orElseThrow().subject()).isEqualTo("third");
    assertThat(claim("w1", NOW)).isEmpty();
    assertThat(store.<Integer>inTransaction(tx -> tx.outbox().awaken("b", Set.of(), NOW))).isZero();
    assertThat(
            store.<Integer>inTransaction(
                tx -> tx.outbox().awaken("b", Set.of(Code.PEER_REFUSED), NOW)))
        .isEqualTo(1);
    assertThat(claim("w1", NOW).orElseThrow().subject()).isEqualTo("first");
  }

  @Test
  void aDeadPeerCostsOneProbeAtATime() {
    add("lane", "first");
    add("other", "second");
    store.inTransaction(
        tx -> {
          tx.outbox().openCircuit("b", 1, NOW.plusSeconds(5), NOW);
          return null;
        });
    assertThat(claim("w1", NOW)).isEmpty();
    Instant later = NOW.plusSeconds(5);
    assertThat(claim("w1", later)).isPresent();
    assertThat(claim("w2", later)).isEmpty();
    assertThat(store.<Boolean>inTransaction(tx -> tx.outbox().closeCircuit("b", later))).isTrue();
    assertThat(claim("w2", later)).isPresent();
  }

  private void add(String lane, String subject) {
    store.inTransaction(
        tx -> {
          tx.outbox().add(entry(lane, subject, NOW));
          return null;
        });
  }

  private Optional<OutboxEntry> claim(String owner, Instant now) {
    return store.inTransaction(tx -> tx.outbox().claim(owner, now, now.plusSeconds(60)));
  }

  private void done(OutboxEntry entry) {
    store.inTransaction(
        tx -> {
          tx.outbox().remove(entry, NOW);
          return null;
        });
  }

  private static OutboxEntry saying(String lane, String subject, String body) {
    return OutboxEntry.of(lane, "b", MessageKind.SHARE, subject, body, NOW);
  }

  private static OutboxEntry entry(String lane, String subject, Instant now) {
    return OutboxEntry.of(lane, "b", MessageKind.SHARE, subject, null, now);
  }

  private static Acceptance pending(String id, long tick) {
    return Acceptance.pending(id, "alice", "b", "hash", "sealed", null, tick, NOW);
  }
}
