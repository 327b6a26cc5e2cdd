package io.ocmfed.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;

/** Two organisations apply their Git when they please. */
class ApplyOrderJourneyTest {

  /** Between the two; {@code -Docmfed.gap=PT5M} for a longer one. */
  private static final Duration GAP =
      Duration.parse(System.getProperty("ocmfed.gap", "PT65S"));

  @Journey
  void theAccepterFirstAndTheInviterMinutesLater(World world) {
    try (Pair pair = world.pair()) {
      pair.b().applyGit();
      pair.b().awaitCondition("ocminvite/alice-to-bob", "Ready", "False/WaitingForPeer");
      await()
          .pollDelay(GAP)
          .atMost(GAP.plusSeconds(10))
          .untilAsserted(
              () ->
                  assertThat(pair.b().condition("ocminvite/alice-to-bob", "Ready"))
                      .isEqualTo("False/WaitingForPeer"));
      assertThat(pair.b().condition("ocminvite/alice-to-bob", "Stalled")).isEmpty();
      pair.a().applyGit();
      connected(pair);
    }
  }

  @Journey
  void theInviterFirst(World world) {
    try (Pair pair = world.pair()) {
      pair.a().applyGit();
      pair.a().awaitReady("ocminvite/alice-to-bob");
      assertThat(pair.a().phase("ocminvite/alice-to-bob")).isEqualTo("Offered");
      pair.b().applyGit();
      connected(pair);
    }
  }

  private static void connected(Pair pair) {
    pair.b().awaitReady("ocmtrust/cloud-a", "ocminvite/alice-to-bob");
    pair.a().awaitReady("ocmtrust/cloud-b", "ocminvite/alice-to-bob", "ocmshare/report");
    pair.a().awaitPhase("ocminvite/alice-to-bob", "Connected");
    await()
        .atMost(Side.PATIENCE)
        .untilAsserted(() -> assertThat(pair.b().mirrors()).hasSize(1));
  }
}
