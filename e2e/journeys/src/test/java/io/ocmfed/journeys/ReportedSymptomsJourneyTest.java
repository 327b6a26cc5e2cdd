package io.ocmfed.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.ocmfed.launcher.CloudClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What the report of the second failure complains about, each as people met it: through Graph, with
 * nothing declared but that both organisations trust each other. One journey after the other on the
 * same two clouds, each with an invitation of its own.
 */
@Tag("journey")
@ExtendWith(WorldParameter.class)
@Execution(ExecutionMode.CONCURRENT)
class ReportedSymptomsJourneyTest {

  private static final String ALICE = "alice";
  private static final String BOB = "bob";

  @TestFactory
  @Execution(ExecutionMode.SAME_THREAD)
  Stream<DynamicContainer> theReport(World world) {
    int times = JourneyRuns.times();
    return IntStream.rangeClosed(1, times)
        .mapToObj(run -> dynamicContainer("run %d of %d".formatted(run, times), journeys(world)));
  }

  /** Closing the stream removes the clouds. */
  private Stream<DynamicNode> journeys(World world) {
    Pair pair = world.smallPair().trusting();
    return Stream.<DynamicNode>of(
            dynamicTest(
                "after a deletion, the still valid invitation is accepted again",
                () -> acceptedAgain(pair)),
            dynamicTest(
                "after one deletes, both sides show the same", () -> bothSidesShowTheSame(pair)),
            dynamicTest("whoever is refused is told what to do", () -> noBareRefusal(pair)),
            dynamicTest(
                "after a deletion by the inviter, a new invitation connects",
                () -> aNewInvitationConnects(pair)))
        .onClose(pair::close);
  }

  private void acceptedAgain(Pair pair) {
    String invitation = invite(pair);
    accepted(pair, invitation);
    shareArrives(pair);

    pair.b().disconnect(BOB, onlyConnection(pair.b(), BOB));
    bothShowNothing(pair);

    accepted(pair, invitation);
    shareArrives(pair);
    pair.b().disconnect(BOB, onlyConnection(pair.b(), BOB));
    bothShowNothing(pair);
  }

  private void bothSidesShowTheSame(Pair pair) {
    for (boolean aliceEnds : List.of(true, false)) {
      accepted(pair, invite(pair));
      String file = shareArrives(pair);
      Side side = aliceEnds ? pair.a() : pair.b();
      String user = aliceEnds ? ALICE : BOB;

      side.disconnect(user, onlyConnection(side, user));

      bothShowNothing(pair);
      assertThat(pair.b().read(file, BOB).status()).isGreaterThanOrEqualTo(400);
    }
  }

  private void noBareRefusal(Pair pair) {
    String invitation = invite(pair);
    accepted(pair, invitation);
    // Connected already: the same invitation says so, by the connection that there is.
    assertThat(accept(pair, invitation).json().getString("id"))
        .isEqualTo(onlyConnection(pair.b(), BOB));

    // Another one is no conflict either; whoever removes the other removes it all.
    String another = standing(pair, accept(pair, invite(pair)));
    assertThat(connections(pair.a(), ALICE)).isEqualTo(connections(pair.b(), BOB));
    pair.a().disconnect(ALICE, another);
    bothShowNothing(pair);
    explained(accept(pair, invitation), 400, "INVITE_UNKNOWN");
    explained(
        pair.b()
            .post(
                BOB,
                "/v1beta1/me/ocm/invitations/accept",
                new JsonObject()
                    .put("invitation", "no-such-token-0000000000000000000000")
                    .put("domain", pair.a().cloud().domain())),
        400,
        "INVITE_UNKNOWN");
    explained(share(pair), 404, "NOT_CONNECTED");
  }

  private void aNewInvitationConnects(Pair pair) {
    accepted(pair, invite(pair));
    pair.a().disconnect(ALICE, onlyConnection(pair.a(), ALICE));
    bothShowNothing(pair);

    accepted(pair, invite(pair));
    shareArrives(pair);
    assertThat(onlyConnection(pair.a(), ALICE)).isEqualTo(onlyConnection(pair.b(), BOB));
  }

  private static String invite(Pair pair) {
    CloudClient.Answer made = pair.a().post(ALICE, "/v1beta1/me/ocm/invitations", new JsonObject());
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    return made.json().getString("invite");
  }

  private static CloudClient.Answer accept(Pair pair, String invitation) {
    return pair.b()
        .post(
            BOB,
            "/v1beta1/me/ocm/invitations/accept",
            new JsonObject().put("invitation", invitation));
  }

  private static void accepted(Pair pair, String invitation) {
    String id = standing(pair, accept(pair, invitation));
    assertThat(onlyConnection(pair.a(), ALICE)).isEqualTo(id);
    assertThat(onlyConnection(pair.b(), BOB)).isEqualTo(id);
  }

  /** Returns the id of what Bob accepted, once it stands: 202 says that Alice's cloud is slow. */
  private static String standing(Pair pair, CloudClient.Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isIn(200, 202);
    String id = answer.json().getString("id");
    if (answer.status() == 202) {
      await()
          .atMost(Side.PATIENCE)
          .until(
              () ->
                  pair.b().connections(BOB).stream()
                      .filter(connection -> connection.getString("id").equals(id))
                      .allMatch(connection -> connection.getString("state").equals("STANDING")));
    }
    return id;
  }

  private static CloudClient.Answer share(Pair pair) {
    return pair.a()
        .post(
            ALICE,
            "/v1beta1/drives/alice/items/root/invite",
            new JsonObject()
                .put("path", "/Projects/report.pdf")
                .put(
                    "recipients",
                    new JsonArray()
                        .add(
                            new JsonObject()
                                .put("objectId", BOB + "@" + pair.b().cloud().domain()))));
  }

  /** Returns where Bob reads it. */
  private static String shareArrives(Pair pair) {
    CloudClient.Answer made = share(pair);
    assertThat(made.status()).as(made.toString()).isEqualTo(200);
    await().atMost(Side.PATIENCE).until(() -> pair.b().sharedWithMe(BOB).size() == 1);
    String file = pair.b().sharedWithMe(BOB).getFirst().getString("webDavUrl");
    assertThat(pair.b().read(file, BOB).status()).isEqualTo(200);
    return file;
  }

  private static Set<String> connections(Side side, String user) {
    return side.connections(user).stream()
        .map(connection -> connection.getString("id"))
        .collect(Collectors.toSet());
  }

  /** The id of the one that a user sees, which is the same on both sides. */
  private static String onlyConnection(Side side, String user) {
    Set<String> all = connections(side, user);
    assertThat(all).as("connections of " + user).hasSize(1);
    return all.iterator().next();
  }

  private static void bothShowNothing(Pair pair) {
    await()
        .atMost(Side.PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(pair.a().connections(ALICE)).isEmpty();
              assertThat(pair.b().connections(BOB)).isEmpty();
              assertThat(pair.b().sharedWithMe(BOB)).isEmpty();
            });
  }

  /** A status alone helps nobody: there is a code to look up and a sentence to act on. */
  private static void explained(CloudClient.Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    JsonObject error = answer.json().getJsonObject("error");
    assertThat(error.getString("code")).as(answer.toString()).isEqualTo(code);
    assertThat(error.getString("message")).as(answer.toString()).contains(" ").endsWith(".");
  }
}
