package io.ocmfed.runtime.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocmfed.runtime.store.MessageKind;
import io.ocmfed.runtime.store.Outbox;
import io.ocmfed.runtime.store.OutboxEntry;
import io.ocmfed.runtime.store.TrailEntry;
import io.ocmfed.runtime.trust.Heard;
import io.ocmfed.runtime.web.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lanes, leases, pauses and what is done with messages that cannot be sent. */
class DeliveryTest {

  private final OutboxFixture outbox = new OutboxFixture();

  @AfterEach
  void close() {
    outbox.close();
  }

  @Test
  void theLaneOfADeadReplicaIsTakenOverWhenItsLeaseIsOver() {
    outbox.add("b", "lane", "first");
    outbox.add("b", "lane", "second");
    OutboxEntry held = outbox.delivery.claim("dead").orElseThrow();
    outbox.clock.advance(Delivery.LEASE.minusSeconds(1));
    assertThat(outbox.delivery.claim("other")).isEmpty();
    outbox.clock.advance(Duration.ofSeconds(1));
    OutboxEntry taken = outbox.delivery.claim("other").orElseThrow();
    assertThat(taken.id()).isEqualTo(held.id());

    // The dead one was only slow: what it found out is not recorded, and breaks no order.
    outbox.delivery.send(held, "dead");
    assertThat(outbox.courier.settled).isEmpty();
    assertThat(outbox.step()).isFalse();
    outbox.delivery.send(taken, "other");
    assertThat(outbox.drain()).isEqualTo(1);
    assertThat(outbox.courier.settled).containsExactly("first", "second");
  }

  @Test
  void aLeaseThatIsRenewedIsNotTakenOver() {
    outbox.add("b", "lane", "first");
    OutboxEntry held = outbox.delivery.claim("slow").orElseThrow();
    for (int i = 0; i < 5; i++) {
      outbox.clock.advance(Delivery.LEASE.minusSeconds(1));
      assertThat(outbox.delivery.claim("other")).isEmpty();
      outbox.delivery.renew(List.of("slow", "unknown"));
    }
    outbox.delivery.send(held, "slow");
    assertThat(outbox.courier.settled).containsExactly("first");
  }

  @Test
  void aMessageThatWasCancelledUnderWayDoesNotHoldItsLane() {
    outbox.add("b", "lane", "first");
    outbox.add("b", "lane", "second");
    outbox.peer.script =
        body -> {
          if (body.equals("first")) {
            outbox.in(
                tx -> {
                  tx.outbox()
                      .cancel(
                          Set.of(MessageKind.SHARE_ACCEPTED),
                          List.of("subject-first"),
                          outbox.clock.instant());
                  return null;
                });
          }
          return ScriptedPeer.answer(201, "{}");
        };
    assertThat(outbox.drain()).isEqualTo(2);
    assertThat(outbox.courier.settled).containsExactly("second");
    assertThat(outbox.owed()).isZero();
  }

  @Test
  void retryAfterIsObeyedUpToAnHourAndNeverBeforeOurOwnPause() {
    outbox.add("b", "lane", "first");
    outbox.peer.script = body -> ScriptedPeer.later(500, outbox.clock.instant().plusSeconds(90));
    outbox.drain();
    outbox.clock.advance(Duration.ofSeconds(89));
    assertThat(outbox.drain()).isZero();
    outbox.clock.advance(Duration.ofSeconds(1));

    outbox.peer.script =
        body -> ScriptedPeer.later(500, outbox.clock.instant().plusSeconds(1_000_000));
    assertThat(outbox.drain()).isEqualTo(1);
    outbox.clock.advance(Duration.ofMinutes(59));
    assertThat(outbox.drain()).isZero();
    outbox.clock.advance(Duration.ofMinutes(1));

    outbox.peer.script = body -> ScriptedPeer.later(500, outbox.clock.instant().minusSeconds(9));
    assertThat(outbox.drain()).isEqualTo(1);
    outbox.clock.advance(Duration.ofSeconds(3));
    assertThat(outbox.drain()).isZero();
    outbox.clock.advance(Duration.ofSeconds(1));
    outbox.peer.script = body -> ScriptedPeer.answer(201, "{}");
    assertThat(outbox.drain()).isEqualTo(1);
    assertThat(outbox.courier.settled).containsExactly("first");
  }

  @Test
  void aDeadPeerCostsOneProbeHoweverManyLanesWait() {
    for (int i = 0; i < 200; i++) {
      outbox.add("b", "lane" + i, "m" + i);
    }
    outbox.add("c", "lane", "other");
    outbox.peer.script =
        body -> {
          if (body.equals("other")) {
            return ScriptedPeer.answer(201, "{}");
          }
          throw ScriptedPeer.unreachable();
        };
    int calls = 0;
    for (int second = 0; second < 600; second++) {
      calls += outbox.drain();
      outbox.clock.advance(Duration.ofSeconds(1));
    }
    // 1 + 2 + 4 + 8 + 16 + 32 s, then one a minute; and the one to c.
    assertThat(calls).isBetween(12, 18);
    assertThat(outbox.courier.settled).containsExactly("other");

    // It speaks: everything goes at once.
    outbox.peer.script = body -> ScriptedPeer.answer(201, "{}");
    new Heard(outbox.store, outbox.clock).from("b", false);
    assertThat(outbox.drain()).isEqualTo(200);
    assertThat(outbox.owed()).isZero();
  }

  @Test
  void attemptsThatFailAtTheSameTimeAreOneFailureOfThePeer() {
    List<OutboxEntry> underWay = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      outbox.add("b", "lane" + i, "m" + i);
      underWay.add(outbox.delivery.claim("owner" + i).orElseThrow());
    }
    outbox.peer.script =
        body -> {
          throw ScriptedPeer.unreachable();
        };
    for (int i = 0; i < 10; i++) {
      outbox.delivery.send(underWay.get(i), "owner" + i);
    }
    assertThat(outbox.<Integer>in(tx -> tx.outbox().failures("b"))).isEqualTo(1);
    outbox.clock.advance(Duration.ofSeconds(1));
    assertThat(outbox.drain()).isEqualTo(1);
    assertThat(outbox.<Integer>in(tx -> tx.outbox().failures("b"))).isEqualTo(2);
  }

  @Test
  void aProxyWithoutItsServerKeepsOthersBackAndOneBadMessageDoesNot() {
    for (int i = 0; i < 20; i++) {
      outbox.add("b", "lane" + i, "m" + i);
    }
    outbox.peer.script = body -> ScriptedPeer.answer(503, "");
    assertThat(outbox.drain()).isEqualTo(1);
    // From now on only one of them fails, and would for ever.
    outbox.peer.script = body -> ScriptedPeer.answer(body.equals("m7") ? 502 : 201, "");
    int calls = 0;
    for (int second = 0; second < 600; second++) {
      calls += outbox.drain();
      outbox.clock.advance(Duration.ofSeconds(1));
      outbox.add("b", "flow" + second, "flow" + second);
    }
    assertThat(outbox.owed()).isLessThanOrEqualTo(2);
    assertThat(calls).isBetween(600, 640);
  }

  @Test
  void aSlowPeerDoesNotTakeAllTheRoom() {
    for (int i = 0; i < 40; i++) {
      outbox.add("b", "lane" + i, "m" + i);
    }
    outbox.clock.advance(Duration.ofSeconds(1));
    outbox.add("c", "lane", "other");
    for (int i = 0; i < 16; i++) {
      assertThat(outbox.delivery.claim("b" + i).orElseThrow().domain()).isEqualTo("b");
    }
    assertThat(outbox.delivery.claim("c").orElseThrow().domain()).isEqualTo("c");
    assertThat(outbox.delivery.claim("nobody")).isEmpty();
  }

  @Test
  void aMessageThatCannotBeMadeIsTriedAWhileAndSetAsideWithAnEvent() {
    outbox.add("b", "lane", "poison");
    outbox.add("b", "lane", "after");
    outbox.add("b", "other", "beside");
    assertThat(outbox.drain()).isEqualTo(2);
    assertThat(outbox.courier.settled).containsExactly("beside");
    int attempts = 0;
    for (int second = 0; second < 1200; second++) {
      outbox.clock.advance(Duration.ofSeconds(1));
      attempts += outbox.drain();
    }
    assertThat(attempts).isBetween(5, 20);
    assertThat(outbox.courier.settled).containsExactly("beside", "after");
    assertThat(outbox.owed()).isZero();
    assertThat(outbox.courier.givenUp)
        .singleElement()
        .satisfies(failure -> assertThat(failure.code()).isEqualTo(Code.INTERNAL));
    assertThat(outbox.events()).containsOnlyOnce("set-aside");
    assertThat(outbox.<Map<String, Integer>>in(tx -> tx.outbox().setAside())).containsEntry("b", 1);
    List<TrailEntry> trail = outbox.in(tx -> tx.trail().of("connection", null, 0, 100));
    assertThat(trail)
        .filteredOn(entry -> entry.what().equals("set-aside"))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.failure().message()).contains("Ask your administrators");
              assertThat(entry.failure().message()).doesNotContain("1234");
            });
  }

  @Test
  void aMessageThatNobodyCanReadIsSetAsideToo() {
    outbox.add("b", "lane", "unreadable");
    outbox.add("b", "lane", "after");
    outbox.add("b", "other", "beside");
    outbox.sql("update outbox set kind = 'OF_THE_FUTURE' where body = 'unreadable'");
    for (int second = 0; second < 700; second++) {
      outbox.drain();
      outbox.clock.advance(Duration.ofSeconds(1));
    }
    assertThat(outbox.courier.settled).containsExactly("beside", "after");
    assertThat(outbox.events()).containsOnlyOnce("set-aside");
    assertThat(outbox.<Map<String, Integer>>in(tx -> tx.outbox().setAside())).containsEntry("b", 1);
  }

  @Test
  void whatIsOlderThanThirtyDaysIsGivenUpWhereverItStands() {
    outbox.add("b", "lane", "first");
    outbox.add("b", "lane", "second");
    outbox.add("b", "other", "third");
    outbox.peer.script =
        body -> {
          throw ScriptedPeer.unreachable();
        };
    outbox.drain();
    outbox.clock.advance(Duration.ofDays(29));
    outbox.add("b", "lane", "young");
    assertThat(outbox.delivery.giveUpOld()).isZero();
    outbox.clock.advance(Duration.ofDays(1).plusSeconds(1));
    OutboxEntry underWay = outbox.delivery.claim("owner").orElseThrow();
    assertThat(outbox.delivery.giveUpOld()).isPositive();
    outbox.delivery.send(underWay, "owner");
    outbox.delivery.giveUpOld();
    assertThat(outbox.courier.givenUp)
        .hasSize(3)
        .allSatisfy(failure -> assertThat(failure.message()).startsWith("Given up after 30 days."));
    assertThat(outbox.owed()).isEqualTo(1);
    assertThat(outbox.<List<Outbox.Owed>>in(tx -> tx.outbox().owed()))
        .extracting(Outbox.Owed::oldest)
        .containsExactly(OutboxFixture.BEGIN.plus(Duration.ofDays(29)));
  }
}
