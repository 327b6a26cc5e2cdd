package io.ocmfed.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Two organisations apply their Git when they please. */
@Execution(ExecutionMode.CONCURRENT)
class ApplyOrderJourneyTest {

  /** Between the two; {@code -Docmfed.gap=PT5M} for a longer one. */
  private static final Duration GAP = Duration.parse(System.getProperty("ocmfed.gap"));

  private static final String INVITE = "ocminvite/alice-to-bob";

  @Journey
  void eitherSideMayComeMinutesLater(World world) {
    try (Pair pair = world.smallPair()) {
      pair.b().applyGit();
      pair.b().awaitCondition(INVITE, "Ready", "False/WaitingForPeer");
      staysFor(pair.b(), INVITE, "False/WaitingForPeer");
      assertThat(pair.b().condition(INVITE, "Stalled")).isEmpty();
      pair.a().applyGit();
      connected(pair);

      // The other way round, in the same namespaces: all of it goes and comes back. Bob's side goes
      // first: what the inviter ended, a new object of the accepting side does not bring back.
      for (Side side : new Side[] {pair.b(), pair.a()}) {
        side.kubectl()
            .run("delete", "ocmshare,ocminvite,ocmtrust,ocminstance", "--all", "--timeout=90s");
      }
      pair.a().applyGit();
      pair.a().awaitReady(INVITE);
      assertThat(pair.a().phase(INVITE)).isEqualTo("Offered");
      staysFor(pair.a(), INVITE, "True/Offered");
      pair.b().applyGit();
      connected(pair);
    }
  }

  private static void staysFor(Side side, String object, String ready) {
    await()
        .during(GAP)
        .atMost(GAP.plusSeconds(10))
        .untilAsserted(() -> assertThat(side.condition(object, "Ready")).isEqualTo(ready));
  }

  private static void connected(Pair pair) {
    pair.b().awaitReady("ocmtrust/cloud-a", INVITE);
    pair.a().awaitReady("ocmtrust/cloud-b", INVITE, "ocmshare/report");
    pair.a().awaitPhase(INVITE, "Connected");
    await().atMost(Side.PATIENCE).untilAsserted(() -> assertThat(pair.b().mirrors()).hasSize(1));
  }
}
