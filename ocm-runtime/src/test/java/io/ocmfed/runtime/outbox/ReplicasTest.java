package io.ocmfed.runtime.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ocmfed.runtime.store.Ids;
import io.ocmfed.runtime.store.MessageKind;
import io.ocmfed.runtime.store.OutboxEntry;
import io.ocmfed.runtime.store.postgres.Database;
import io.ocmfed.runtime.store.postgres.PostgresStore;
import io.ocmfed.runtime.store.postgres.Signals;
import io.ocmfed.runtime.store.postgres.TestPostgres;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Several replicas of the ocm role, each with connections of its own to one PostgreSQL. */
class ReplicasTest {

  private static final int LANES = 12;
  private static final int EACH = 15;

  private final Map<String, List<Integer>> received = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> atOnce = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> clashes = new ConcurrentLinkedQueue<>();
  private final Set<String> senders = ConcurrentHashMap.newKeySet();

  @Test
  void shareTheLanesAndSendEveryMessageOnceAndInItsOrder() {
    String url = TestPostgres.newDatabase();
    try (Replica one = new Replica(url, "one");
        Replica two = new Replica(url, "two")) {
      one.worker.start();
      two.worker.start();
      for (int i = 0; i < EACH; i++) {
        for (int lane = 0; lane < LANES; lane++) {
          (i % 2 == 0 ? one : two).add("lane" + lane, i);
        }
      }
      await()
          .atMost(Duration.ofMinutes(3))
          .until(() -> one.store.inTransaction(tx -> tx.outbox().owed()).isEmpty());
    }
    assertThat(clashes).isEmpty();
    assertThat(received).hasSize(LANES);
    assertThat(received.values())
        .allSatisfy(
            numbers ->
                assertThat(numbers)
                    .containsExactlyElementsOf(IntStream.range(0, EACH).boxed().toList()));
    assertThat(senders).containsExactlyInAnyOrder("one", "two");
  }

  /** What the peer sees: two at once in a lane would meet here. */
  private PeerCallsAnswer at(String replica) {
    return body -> {
      String lane = body.substring(0, body.indexOf(' '));
      AtomicInteger inside = atOnce.computeIfAbsent(lane, any -> new AtomicInteger());
      if (inside.incrementAndGet() != 1) {
        clashes.add(body);
      }
      Thread.yield();
      received
          .computeIfAbsent(lane, any -> new java.util.concurrent.CopyOnWriteArrayList<>())
          .add(Integer.valueOf(body.substring(body.indexOf(' ') + 1)));
      senders.add(replica);
      inside.decrementAndGet();
      return ScriptedPeer.answer(201, "{}");
    };
  }

  private interface PeerCallsAnswer
      extends Function<String, io.ocmfed.runtime.peer.PeerCalls.Answer> {}

  private final class Replica implements AutoCloseable {

    final Database database;
    final Signals signals;
    final PostgresStore store;
    final OutboxWorker worker;

    Replica(String url, String name) {
      database = new Database(url, null, null);
      assertThat(database.prepare()).isTrue();
      signals = new Signals(database.connections());
      store = new PostgresStore(database.connections(), signals);
      ScriptedPeer peer = new ScriptedPeer();
      peer.script = at(name);
      Delivery delivery =
          new Delivery(
              store,
              peer,
              peer,
              new Schedule(() -> 0.5),
              Clock.systemUTC(),
              List.of(new PlainCourier()));
      worker = new OutboxWorker(store, delivery, Ids.random(), Clock.systemUTC());
    }

    void add(String lane, int number) {
      store.inTransaction(
          tx -> {
            tx.outbox()
                .add(
                    OutboxEntry.of(
                        lane,
                        "b",
                        MessageKind.SHARE_ACCEPTED,
                        lane + number,
                        lane + " " + number,
                        Clock.systemUTC().instant()));
            return null;
          });
    }

    @Override
    public void close() {
      worker.close();
      signals.close();
      database.close();
    }
  }
}
