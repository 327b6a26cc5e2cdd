package io.ocmfed.runtime.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocmfed.runtime.outbox.DeliveryDelays.Backlog;
import io.ocmfed.runtime.peer.TrustBook.Traffic;
import io.ocmfed.runtime.store.DiscoveryState;
import io.ocmfed.runtime.store.TrustRecord;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeliveryDelaysTest {

  private final OutboxFixture outbox = new OutboxFixture();
  private final DeliveryDelays delays = new DeliveryDelays(outbox.store, outbox.clock);
  private final DeliveryDelays replica = new DeliveryDelays(outbox.store, outbox.clock);

  @BeforeEach
  void trust() {
    outbox.in(
        tx -> {
          tx.trusts()
              .declare(
                  new TrustRecord(
                      "trust",
                      "uid",
                      1,
                      "b",
                      null,
                      true,
                      Traffic.BOTH,
                      Traffic.BOTH,
                      Set.of("read"),
                      null,
                      false,
                      DiscoveryState.UNKNOWN,
                      null,
                      null,
                      0,
                      outbox.clock.instant(),
                      null,
                      null,
                      null,
                      null));
          return null;
        });
  }

  @AfterEach
  void close() {
    outbox.close();
  }

  @Test
  void aDelayIsToldOnceWhenItBeginsAndOnceWhenItIsOver() {
    outbox.peer.script =
        body -> {
          throw ScriptedPeer.unreachable();
        };
    outbox.add("b", "lane", "m");
    outbox.add("nobody-trusts-it", "lane", "x");
    for (int second = 0; second <= 300; second += 10) {
      outbox.drain();
      assertThat(delays.look())
          .containsExactlyElementsOf(replica.look())
          .extracting(Backlog::domain)
          .containsExactly("b");
      assertThat(late()).isEqualTo(second > 60);
      outbox.clock.advance(Duration.ofSeconds(10));
    }
    assertThat(delays.look().getFirst()).isEqualTo(new Backlog("b", 1, Duration.ofSeconds(310), 0));
    outbox.peer.script = body -> ScriptedPeer.answer(201, "{}");
    outbox.clock.advance(Duration.ofSeconds(60));
    outbox.drain();
    assertThat(delays.look().getFirst()).isEqualTo(new Backlog("b", 0, Duration.ZERO, 0));
    assertThat(late()).isTrue();
    outbox.clock.advance(Duration.ofSeconds(120));
    delays.look();
    replica.look();
    assertThat(late()).isFalse();
    assertThat(outbox.events())
        .filteredOn(what -> !what.equals("mutual"))
        .containsExactly("delayed", "on-time");
  }

  private boolean late() {
    return outbox.in(tx -> tx.trusts().delay("b").late());
  }
}
