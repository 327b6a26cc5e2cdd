package io.ocmfed.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Step 7 of the story: whatever is deleted, in whatever order, nothing hangs and nothing is left. */
class DeletionJourneyTest {

  @Journey
  void deletingTheTrustEndsAccessAndLeavesNoFinalizer(World world) {
    try (Pair pair = world.pair().federated()) {
      pair.a().kubectl().run("delete", "ocmtrust", "cloud-b", "--timeout=30s");
      pair.a().awaitGone("ocmtrust/cloud-b");
      await()
          .atMost(Side.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(pair.b().sharedWithMe("bob"))
                      .allSatisfy(
                          item ->
                              assertThat(
                                      pair.b().read(item.getString("webDavUrl"), "bob").status())
                                  .as(item.encode())
                                  .isNotEqualTo(200)));
      pair.a().kubectl().run("delete", "ocmshare,ocminvite", "--all", "--timeout=30s");
      pair.b().kubectl().run("delete", "ocmtrust", "cloud-a", "--timeout=30s");
      pair.b().kubectl().run("delete", "ocminvite,ocminstance", "--all", "--timeout=30s");
      for (Side side : List.of(pair.a(), pair.b())) {
        for (String collection : List.of("trusts", "invites", "shares")) {
          assertThat(side.declared(collection)).as(collection).isEmpty();
        }
      }
    }
  }

  @Journey
  void theInstanceFirst(World world) {
    try (Pair pair = world.pair().federated()) {
      pair.b().kubectl().run("delete", "ocminstance", "cloud-b", "--timeout=30s");
      pair.b().kubectl().run("delete", "ocminvite,ocmtrust,ocmshare", "--all", "--timeout=30s");
      assertThat(pair.b().mirrors()).isEmpty();
    }
  }

  @Journey
  void theNamespaceAtOnceAndThenWhileThePeerIsDown(World world) {
    Pair pair = world.pair().federated();
    world.client().namespaces().withName(pair.b().cloud().namespace()).delete();
    world
        .client()
        .namespaces()
        .withName(pair.b().cloud().namespace())
        .waitUntilCondition(Objects::isNull, 90, TimeUnit.SECONDS);
    // B is gone for good; A must not wait for it.
    var started = System.nanoTime();
    pair.a()
        .kubectl()
        .run("delete", "ocmshare,ocminvite,ocmtrust,ocminstance", "--all", "--timeout=60s");
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(60));
    pair.close();
  }
}
