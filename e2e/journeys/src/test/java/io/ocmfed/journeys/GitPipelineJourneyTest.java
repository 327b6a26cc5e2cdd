package io.ocmfed.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Both organisations have a pipeline that applies their Git again and again. What their people do
 * through Graph stays done: nothing comes back by itself, nothing flaps, and whoever asks for it
 * gets back what may still be had.
 */
@Execution(ExecutionMode.CONCURRENT)
class GitPipelineJourneyTest {

  private static final String NAME = "alice-to-bob";
  private static final String INVITE = "ocminvite/" + NAME;

  @Journey
  void whatPeopleEndIsNotBroughtBackByGit(World world) {
    try (Pair pair = world.smallPair().federated();
        var pipelines = new GitPipelines(List.of(pair.a(), pair.b()));
        var ofA = new Phases(pair.a(), NAME);
        var ofB = new Phases(pair.b(), NAME)) {
      pair.a().awaitPhase(INVITE, "Connected");
      pair.b().awaitPhase(INVITE, "Connected");
      await().atMost(Side.PATIENCE).until(() -> pair.b().sharedWithMe("bob").size() == 1);
      String file = pair.b().sharedWithMe("bob").getFirst().getString("webDavUrl");

      tell("Bob removes Alice, by Graph", pair, ofA, ofB, () -> end(pair.b(), "bob"));
      pipelines.awaitMoreRounds();
      assertThat(pair.b().read(file, "bob").status()).isGreaterThanOrEqualTo(400);
      assertThat(pair.b().sharedWithMe("bob")).isEmpty();
      assertThat(ofA.names()).containsExactly("Connected", "Disconnected");
      assertThat(ofB.names()).containsExactly("Connected", "Disconnected");

      pair.b().kubectl().run("annotate", INVITE, "ocmfed.io/reaccept-at=1", "--overwrite");
      pair.b().awaitPhase(INVITE, "Connected");
      pair.a().awaitPhase(INVITE, "Connected");
      await().atMost(Side.PATIENCE).until(() -> pair.b().sharedWithMe("bob").size() == 1);
      pipelines.awaitMoreRounds();

      tell("Alice removes Bob, by Graph", pair, ofA, ofB, () -> end(pair.a(), "alice"));
      pipelines.awaitMoreRounds();
      assertThat(pair.b().sharedWithMe("bob")).isEmpty();
      assertThat(changes(ofA))
          .containsExactly("Connected", "Disconnected", "Connected", "Disconnected");
      assertThat(changes(ofB))
          .containsExactly("Connected", "Disconnected", "Connected", "Disconnected");

      // Alice's removal voids her token for Bob, and he is told what to do instead.
      pair.b().kubectl().run("annotate", INVITE, "ocmfed.io/reaccept-at=2", "--overwrite");
      await()
          .atMost(Side.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(pair.b().message(INVITE, "Ready"))
                      .contains("Ask the inviter for a new one"));
      assertThat(pair.b().phase(INVITE)).isNotEqualTo("Connected");
      assertThat(pipelines.problems()).isEmpty();
    }
  }

  /** Being accepted again, an invite may be seen on its way. */
  private static List<String> changes(Phases phases) {
    return phases.names().stream()
        .filter(phase -> phase.equals("Connected") || phase.equals("Disconnected"))
        .toList();
  }

  private static Void end(Side side, String user) {
    side.connections(user).forEach(connection -> side.disconnect(user, connection.getString("id")));
    return null;
  }

  private static void tell(
      String what, Pair pair, Phases ofA, Phases ofB, Supplier<Void> happening) {
    happening.get();
    long done = System.nanoTime();
    pair.a().awaitPhase(INVITE, "Disconnected");
    pair.b().awaitPhase(INVITE, "Disconnected");
    await()
        .atMost(Side.PATIENCE)
        .until(
            () ->
                List.of(ofA, ofB).stream()
                    .allMatch(phases -> phases.names().getLast().equals("Disconnected")));
    System.out.printf(
        "%s: the OcmInvites show it %d ms (A) and %d ms (B) after the answer%n",
        what, millis(done, ofA), millis(done, ofB));
  }

  private static long millis(long since, Phases phases) {
    return TimeUnit.NANOSECONDS.toMillis(phases.lastAt() - since);
  }
}
