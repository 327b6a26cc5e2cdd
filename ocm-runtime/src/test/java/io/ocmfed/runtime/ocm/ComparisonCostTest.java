package io.ocmfed.runtime.ocm;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocmfed.runtime.comparison.Outcome;
import io.ocmfed.runtime.comparison.Outcome.Kind;
import io.ocmfed.runtime.peer.signature.MessageSigner;
import io.ocmfed.runtime.peer.signature.Messages;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What one comparison costs; prints the table of docs/design/comparison.md. */
class ComparisonCostTest {

  @Test
  void bytesAndRequests() throws SQLException {
    StringBuilder table =
        new StringBuilder(
            "| Connections | Lost by the peer | Requests | Bytes up | Bytes down |\n");
    TestNode[] pair = TestNode.quietPair();
    TestNode a = pair[0];
    try (a;
        TestNode b = pair[1]) {
      int small = row(table, a, b, 10, 0);
      row(table, a, b, 10, 1);
      row(table, a, b, 10, 10);
      int large = row(table, a, b, 10_000, 0);
      int one = row(table, a, b, 10_000, 1);
      int hundred = row(table, a, b, 10_000, 100);
      assertThat(small).isEqualTo(large).isLessThan(1_000);
      assertThat(one).isLessThan(20_000);
      assertThat(hundred).isLessThan(300_000);
    }
    System.out.println(table);
  }

  private static int row(StringBuilder table, TestNode a, TestNode b, int connections, int lost)
      throws SQLException {
    fill(a, b.domain, connections);
    fill(b, a.domain, connections);
    sql(b, "delete from acceptance where began_tick <= " + lost);
    a.sent.clear();
    a.answeredBytes.clear();
    b.clock.pass(Duration.ofMinutes(2));
    Outcome outcome = a.role.comparison().with(b.domain);
    assertThat(outcome.kind()).isEqualTo(lost == 0 ? Kind.EQUAL : Kind.DIFFERENT);
    assertThat(outcome.changed()).isEqualTo(lost);
    int up = a.sent.stream().mapToInt(ComparisonCostTest::onTheWire).sum();
    int down = a.answeredBytes.stream().mapToInt(Integer::intValue).sum();
    table.append(
        "| %,d | %d | %d | %,d | %,d |%n".formatted(connections, lost, outcome.asked(), up, down));
    return up;
  }

  /** A question with its signature; what every HTTP request has besides is not counted. */
  private static int onTheWire(String sent) {
    byte[] body = sent.substring("compare ".length()).getBytes(StandardCharsets.UTF_8);
    URI uri = URI.create("https://b.example.org/ocm/compare");
    int headers =
        new MessageSigner(Messages::key, Clock.systemUTC(), MessageSigner.randomNonces())
            .sign("POST", uri, body).entrySet().stream()
                .mapToInt(header -> header.getKey().length() + header.getValue().length() + 4)
                .sum();
    return body.length + headers;
  }

  /** As many connections of as many users, with ids as they are: UUIDs. */
  private static void fill(TestNode node, String domain, int connections) throws SQLException {
    sql(
        node,
        "delete from acceptance",
        "insert into acceptance select md5(n::text)::uuid::text, 'user' || n, 'peer' || n, '"
            + domain
            + "', null, null, 'PEER', null, null, true, 'STANDING', null, now(), n, true, now(),"
            + " null, null, null, null, null from generate_series(1, "
            + connections
            + ") n");
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
