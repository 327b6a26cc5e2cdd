package io.ocmfed.runtime.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndpointTableTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Endpoint A = new Endpoint("127.0.0.1", 9142, null, "a");
  private static final Endpoint B = new Endpoint("127.0.0.2", 9142, null, "b");

  private final AppliedEndpoints applied = new AppliedEndpoints(Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void aHigherTermWinsWhateverItsSequence() {
    push(7, 1000, A);
    assertThat(push(8, 1, B)).isInstanceOf(EndpointTable.Push.Applied.class);
    assertThat(inForce()).containsExactly(B);
  }

  @Test
  void anOlderTableIsRefusedAndChangesNothing() {
    push(7, 5, A);
    EndpointTable.Push push = push(7, 4, B);
    assertThat(push).isInstanceOf(EndpointTable.Push.Stale.class);
    assertThat(push.now().fence()).isEqualTo(new Fence(7, 5));
    assertThat(push(6, 99, B)).isInstanceOf(EndpointTable.Push.Stale.class);
    assertThat(inForce()).containsExactly(A);
  }

  @Test
  void theSameFenceAgainIsNoChange() {
    push(7, 5, A);
    assertThat(push(7, 5, B)).isInstanceOf(EndpointTable.Push.Same.class);
    assertThat(inForce()).containsExactly(A);
  }

  @Test
  void listenersHearOfTheTableInForceAndOfEachNewOne() {
    push(1, 1, A);
    List<Fence> heard = new ArrayList<>();
    applied.listen(table -> heard.add(table.fence()));
    push(1, 2, B);
    push(1, 1, A);
    assertThat(heard).containsExactly(new Fence(1, 1), new Fence(1, 2));
  }

  private EndpointTable.Push push(long term, long sequence, Endpoint... gateways) {
    return applied.push(new Fence(term, sequence), Map.of("gateway", List.of(gateways)));
  }

  private List<Endpoint> inForce() {
    return applied.table().orElseThrow().of("gateway").orElseThrow();
  }
}
