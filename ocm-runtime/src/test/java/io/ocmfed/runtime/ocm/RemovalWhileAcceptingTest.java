package io.ocmfed.runtime.ocm;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocmfed.runtime.inbound.Reply;
import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.AcceptanceState;
import io.ocmfed.runtime.store.Remote;
import io.ocmfed.runtime.store.Sha256;
import io.ocmfed.runtime.testing.Patience;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A removal that arrives while the acceptance that it names is just being made. */
class RemovalWhileAcceptingTest {

  private static final String WAITING =
      """
      select count(*) from pg_locks where locktype = 'advisory' and not granted
        and database = (select oid from pg_database where datname = current_database())
      """;

  @Test
  void itWaitsForTheAcceptanceAndThenForWhateverIsDecidedAboutItsUsers() throws Exception {
    TestNode[] pair = TestNode.pair();
    TestNode a = pair[0];
    TestNode b = pair[1];
    String id = UUID.randomUUID().toString();
    CountDownLatch named = new CountDownLatch(1);
    CountDownLatch commit = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> accepting = threads.submit(() -> accept(a, b, id, named, commit));
      named.await();
      Future<Reply> removing =
          threads.submit(
              () ->
                  a.receive(
                      "notifications",
                      """
                      {"notificationType": "USER_REMOVED", "providerId": "bob",
                       "notification": {"acceptanceIds": ["%s"]}}
                      """
                          .formatted(id),
                      b.signature()));
      Patience.await("the removal waits for the acceptance").until(() -> waiting(a) == 1);
      a.in(
          tx -> {
            // Alice shares something, say: who decides about the two users holds this.
            tx.lockPair(b.domain, "alice");
            commit.countDown();
            Patience.await("the acceptance is made").until(accepting::isDone);
            Patience.await("the removal waits for the pair")
                .until(() -> removing.isDone() || waiting(a) == 1);
            assertThat(removing.isDone()).as("it does not go past the pair").isFalse();
            assertThat(tx.acceptances().find(id).orElseThrow().state())
                .isEqualTo(AcceptanceState.STANDING);
            return null;
          });
      assertThat(removing.get().status()).isEqualTo(201);
      assertThat(a.acceptances())
          .extracting(Acceptance::state)
          .containsExactly(AcceptanceState.ENDED);
    } finally {
      a.close();
      b.close();
    }
  }

  /** As the inbox does it, held just before its commit. */
  private static void accept(
      TestNode a, TestNode b, String id, CountDownLatch named, CountDownLatch commit) {
    a.in(
        tx -> {
          tx.lock("acceptance " + id);
          tx.acceptances()
              .save(
                  Acceptance.byPeer(
                      id,
                      "alice",
                      new Remote(b.domain, "bob", "Bob", ""),
                      Sha256.hex("token"),
                      true,
                      tx.tick(),
                      Instant.now()));
          named.countDown();
          try {
            commit.await();
          } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
          }
          return null;
        });
  }

  private static long waiting(TestNode node) throws SQLException {
    try (Connection connection = node.database.connections().getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(WAITING)) {
      result.next();
      return result.getLong(1);
    }
  }
}
