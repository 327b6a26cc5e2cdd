package io.ocmfed.runtime.outbox;

import io.ocmfed.runtime.store.Ids;
import io.ocmfed.runtime.store.MessageKind;
import io.ocmfed.runtime.store.OutboxEntry;
import io.ocmfed.runtime.store.Tx;
import io.ocmfed.runtime.store.postgres.Database;
import io.ocmfed.runtime.store.postgres.PostgresStore;
import io.ocmfed.runtime.store.postgres.Signals;
import io.ocmfed.runtime.store.postgres.TestPostgres;
import io.ocmfed.runtime.testing.TestClock;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One outbox on a real database, with a peer that does as it is told and a clock that stands. */
final class OutboxFixture implements AutoCloseable {

  static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  final Database database = TestPostgres.prepared();
  final Signals signals = new Signals(database.connections());
  final PostgresStore store = new PostgresStore(database.connections(), signals);
  final TestClock clock = new TestClock(BEGIN);
  final ScriptedPeer peer = new ScriptedPeer();
  final PlainCourier courier = new PlainCourier();
  final Delivery delivery =
      new Delivery(store, peer, peer, new Schedule(() -> 0.5), clock, List.of(courier));
  private final Ids ids = Ids.random();

  <T> T in(Function<Tx, T> work) {
    return store.inTransaction(work);
  }

  void add(String domain, String lane, String body) {
    in(
        tx -> {
          tx.outbox()
              .add(
                  OutboxEntry.of(
                      domain + "|" + lane,
                      domain,
                      MessageKind.SHARE_ACCEPTED,
                      "subject-" + body,
                      body,
                      clock.instant()));
          return null;
        });
  }

  /** Takes up and sends one message that is due; false when none is. */
  boolean step() {
    String owner = ids.newId();
    Optional<OutboxEntry> entry = delivery.claim(owner);
    entry.ifPresent(claimed -> delivery.send(claimed, owner));
    return entry.isPresent();
  }

  /** All that is due now; how many attempts that were. */
  int drain() {
    int attempts = 0;
    while (step()) {
      attempts++;
    }
    return attempts;
  }

  int owed() {
    return in(tx -> tx.outbox().owed()).stream().mapToInt(one -> one.depth()).sum();
  }

  List<String> events() {
    return in(tx -> tx.events().after(0, 1000)).stream().map(event -> event.what()).toList();
  }

  void sql(String statement) {
    try (var connection = database.connections().getConnection();
        var one = connection.createStatement()) {
      one.executeUpdate(statement);
    } catch (SQLException broken) {
      throw new IllegalStateException(broken);
    }
  }

  @Override
  public void close() {
    signals.close();
    database.close();
  }
}
