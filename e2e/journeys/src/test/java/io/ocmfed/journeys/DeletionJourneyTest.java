package io.ocmfed.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Step 7 of the story: whatever is deleted, in whatever order, nothing hangs and nothing is left.
 */
@Execution(ExecutionMode.CONCURRENT)
class DeletionJourneyTest {

  @Journey
  void nothingHangsAndNothingIsLeft(World world) {
    try (Pair pair = world.smallPair().federated()) {
      theTrustFirst(pair);
      pair.federated();
      theInstanceFirst(pair);
      pair.federated();
      aNamespaceAtOnceAndTheOtherSideWithoutItsPeer(pair);
    }
  }

  private static void theTrustFirst(Pair pair) {
    String file = pair.b().sharedWithMe("bob").getFirst().getString("webDavUrl");
    pair.a().kubectl().run("delete", "ocmtrust", "cloud-b", "--timeout=90s");
    await()
        .atMost(Side.PATIENCE)
        .untilAsserted(() -> assertThat(pair.b().read(file, "bob").status()).isNotEqualTo(200));
    pair.a().kubectl().run("delete", "ocmshare,ocminvite", "--all", "--timeout=90s");
    pair.b().kubectl().run("delete", "ocmtrust,ocminvite", "--all", "--timeout=90s");
    for (Side side : List.of(pair.a(), pair.b())) {
      for (String collection : List.of("trusts", "invites", "shares")) {
        assertThat(side.declared(collection)).as(collection).isEmpty();
      }
    }
  }

  private static void theInstanceFirst(Pair pair) {
    pair.b().kubectl().run("delete", "ocminstance", "cloud-b", "--timeout=90s");
    pair.b().kubectl().run("delete", "ocminvite,ocmtrust,ocmshare", "--all", "--timeout=90s");
    await().atMost(Side.PATIENCE).untilAsserted(() -> assertThat(pair.b().mirrors()).isEmpty());
  }

  private static void aNamespaceAtOnceAndTheOtherSideWithoutItsPeer(Pair pair) {
    var namespaces = pair.world().client().namespaces();
    String b = pair.b().cloud().namespace();
    namespaces.withName(b).delete();
    namespaces.withName(b).waitUntilCondition(Objects::isNull, 90, TimeUnit.SECONDS);
    // B is gone for good; A does not wait for it.
    pair.a()
        .kubectl()
        .run("delete", "ocmshare,ocminvite,ocmtrust,ocminstance", "--all", "--timeout=90s");
  }
}
