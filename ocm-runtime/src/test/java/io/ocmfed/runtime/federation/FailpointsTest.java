package io.ocmfed.runtime.federation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocmfed.runtime.federation.Pair.Given;
import io.ocmfed.runtime.federation.Site.Answer;
import io.ocmfed.runtime.federation.failpoint.Point;
import io.ocmfed.runtime.store.MessageKind;
import io.ocmfed.runtime.testing.Patience;
import io.ocmfed.runtime.testing.Thorough;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A real process dies at each named step of accepting, sharing and removing, on either side, and
 * starts again: both databases end equal, and access is what it should be. Writes the table of
 * docs/failpoints.md.
 */
@Tag("packaged")
@Timeout(value = 60, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FailpointsTest {

  private static final Path COMMITTED = Path.of("..", "docs", "failpoints.md");
  private static final Path MADE = Path.of("target", "failpoints.md");

  private static final String HEAD =
      """
      # Dying at every step

      Made by `FailpointsTest` of ocm-runtime, which fails when its run finds something else. Two \
      packaged runtimes, each with its own PostgreSQL database, federate over HTTPS. One process \
      dies at the step (`Runtime.halt`, or SIGKILL where its answer is still under way), and \
      starts again. A message that was under way is sent again when its lease has run \
      out; the run lets it run out at once. Then both databases are compared, state by state, and \
      every way in is tried. States are listed as Alice's side has them, then as Bob's. Every run \
      of the tests tries nine of them, which are all moments and all that people do; \
      `./ocmfed test --thorough` tries all.

      | What they do | Whose server dies | When | How it is finished | States | Access |
      |---|---|---|---|---|---|
      """;

  @TempDir static Path home;
  private static final List<String> ROWS = new ArrayList<>();
  private static FailpointControl control;
  private static Pair pair;
  private static ExecutorService people;

  /** One death. */
  record Step(Flow flow, Point point) {
    @Override
    public String toString() {
      return flow + " " + point;
    }

    String alice() {
      return "alice" + index();
    }

    String bob() {
      return "bob" + index();
    }

    private int index() {
      return steps().indexOf(this);
    }
  }

  /** All that are in the table, and tried with {@code ./ocmfed test --thorough}. */
  static List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    for (Flow flow : Flow.values()) {
      Flow.ACTING.forEach(point -> steps.add(new Step(flow, point)));
      Flow.OTHER.forEach(point -> steps.add(new Step(flow, point)));
    }
    return steps;
  }

  /** What every run tries: each point once, and the flows in turn. */
  static List<Step> tried() {
    if (Thorough.asked()) {
      return steps();
    }
    List<Step> tried = new ArrayList<>();
    for (Point point : Stream.concat(Flow.ACTING.stream(), Flow.OTHER.stream()).toList()) {
      tried.add(new Step(Flow.values()[tried.size() % Flow.values().length], point));
    }
    return tried;
  }

  @BeforeAll
  static void open() {
    people = Executors.newVirtualThreadPerTaskExecutor();
    control = new FailpointControl();
    pair =
        Pair.open(
            home,
            "127.0.70",
            steps().stream().map(Step::alice).toList(),
            steps().stream().map(Step::bob).toList(),
            List.of(FailpointControl.jar()),
            control);
  }

  @AfterAll
  static void close() {
    // What the processes still ask is answered until they are gone.
    if (pair != null) {
      pair.close();
    }
    control.close();
    people.shutdownNow();
  }

  @ParameterizedTest
  @MethodSource("tried")
  @Order(1)
  void bothSidesAgreeAfterADeathAt(Step step) {
    Prepared prepared = prepare(step);
    CompletableFuture<Void> there = arm(step);
    CompletableFuture<?> call = CompletableFuture.runAsync(() -> act(step, prepared), people);
    there.orTimeout(Patience.LONG.toSeconds() * 5, TimeUnit.SECONDS).join();
    Site victim = step.flow().victim(pair, step.point());
    victim.ended();
    victim.leasesEnd();
    String user = victim == pair.a() ? step.alice() : step.bob();
    victim.start().ready(user);
    call.handle((answered, lost) -> null).join();
    String done = "by itself";
    if (step.point() == Point.BEGINNING) {
      assertThat(held(step)).as("nothing is left of it").isEqualTo(prepared.held());
      act(step, prepared);
      done = "nothing had happened; done again";
    }
    Patience.await("it is done")
        .untilAsserted(() -> assertThat(states(step)).isEqualTo(goal(step.flow())));
    pair.settle();
    ROWS.add(
        "%s %s | %s | %s |".formatted(begin(step), done, outcome(step), access(step, prepared)));
  }

  /**
   * What there is before.
   *
   * @param invite Alice's invitation
   * @param given a share; null when there is none yet
   */
  private record Prepared(String invite, Given given, List<String> held) {}

  private static Prepared prepare(Step step) {
    String invite = pair.atA().invite(step.alice());
    Given given = null;
    if (step.flow() != Flow.ACCEPT) {
      // 202 while Bob's server still pauses because the step before has killed Alice's.
      assertThat(pair.atB().accept(step.bob(), invite).status()).isIn(200, 202);
      Patience.await("they are connected")
          .untilAsserted(() -> assertThat(states(step)).isEqualTo(goal(Flow.ACCEPT)));
    }
    if (step.flow() != Flow.ACCEPT && step.flow() != Flow.SHARE) {
      given = pair.share(step.alice(), step.bob());
      assertThat(pair.tried(given)).as("it opens").containsExactly(200, 200);
    }
    if (step.flow() != Flow.ACCEPT) {
      pair.settle();
    }
    return new Prepared(invite, given, held(step));
  }

  private static CompletableFuture<Void> arm(Step step) {
    Site victim = step.flow().victim(pair, step.point());
    if (step.point() != Point.SENT) {
      return control.dieAt(victim.name(), step.point().of(step.flow().kind()));
    }
    // The other side has acted and holds its answer back until the sender is dead.
    CompletableFuture<Boolean> verdict = new CompletableFuture<>();
    return control
        .arm(
            step.flow().survivor(pair, step.point()).name(),
            Point.DECIDED.of(step.flow().kind()),
            verdict)
        .thenRunAsync(
            () -> {
              victim.kill();
              verdict.complete(false);
            },
            people);
  }

  private static Answer act(Step step, Prepared prepared) {
    return switch (step.flow()) {
      case ACCEPT -> pair.atB().accept(step.bob(), prepared.invite());
      case SHARE -> pair.atA().share(step.alice(), step.bob() + "@" + pair.b().domain());
      case UNSHARE -> pair.atA().unshare(step.alice(), prepared.given().id());
      case REMOVE_BY_ACCEPTER ->
          pair.atB().disconnect(step.bob(), prepared.held().getFirst().split(" ")[1]);
      case REMOVE_BY_INVITER ->
          pair.atA().disconnect(step.alice(), prepared.held().getFirst().split(" ")[1]);
    };
  }

  /** What both databases have of the two users: kind, id and state. */
  private static List<String> held(Step step) {
    String acceptances =
        "select 'acceptance', id, state from acceptance where local_user = ? order by id";
    List<String> held = new ArrayList<>(pair.a().rows(acceptances, step.alice()));
    held.addAll(pair.b().rows(acceptances, step.bob()));
    held.addAll(
        pair.a()
            .rows(
                "select 'share', id, state from outgoing_share where local_user = ? order by id",
                step.alice()));
    held.addAll(
        pair.b()
            .rows(
                "select 'share', provider_id, state from incoming_share"
                    + " where local_user = ? order by provider_id",
                step.bob()));
    return held;
  }

  private static List<String> states(Step step) {
    return held(step).stream().map(row -> row.replaceAll(" .* ", " ")).toList();
  }

  /** One acceptance at each side, and where there is a share, one of that. */
  private static List<String> goal(Flow flow) {
    return switch (flow) {
      case ACCEPT -> List.of("acceptance STANDING", "acceptance STANDING");
      case SHARE ->
          List.of(
              "acceptance STANDING", "acceptance STANDING", "share DELIVERED", "share RECEIVED");
      case UNSHARE ->
          List.of("acceptance STANDING", "acceptance STANDING", "share REVOKED", "share UNSHARED");
      case REMOVE_BY_ACCEPTER, REMOVE_BY_INVITER ->
          List.of("acceptance ENDED", "acceptance ENDED", "share REVOKED", "share UNSHARED");
    };
  }

  private static String outcome(Step step) {
    return String.join(", ", states(step));
  }

  /** Tries every way in, and says what came of it. */
  private static String access(Step step, Prepared prepared) {
    boolean removed = step.flow().kind() == MessageKind.USER_REMOVED;
    assertThat(pair.connected(step.alice(), step.bob())).isEqualTo(!removed);
    if (prepared.given() != null) {
      assertThat(pair.tried(prepared.given())).allMatch(status -> status >= 400 && status < 500);
      return "refused, by the secret and as recipient";
    }
    Given given =
        step.flow() == Flow.ACCEPT
            ? pair.share(step.alice(), step.bob())
            : pair.delivered(step.alice(), step.bob());
    assertThat(pair.tried(given)).containsExactly(200, 200);
    return "opens, by the secret and as recipient";
  }

  /** The row of a step up to what is found out. */
  private static String begin(Step step) {
    return "| %s | %s | %s |"
        .formatted(
            step.flow().words(),
            step.flow().victim(pair, step.point()) == pair.a() ? "Alice's" : "Bob's",
            step.point().words());
  }

  @Test
  @Order(2)
  void theTableInTheDocumentationIsWhatThisRunFound() throws IOException {
    assertThat(ROWS).as("all steps have been tried").hasSameSizeAs(tried());
    Files.writeString(MADE, HEAD + String.join("\n", ROWS) + "\n");
    assertThat(COMMITTED).as("run ./ocmfed test --thorough, and copy %s there", MADE).exists();
    List<String> committed = Files.readAllLines(COMMITTED);
    assertThat(committed).startsWith(HEAD.lines().toArray(String[]::new)).containsAll(ROWS);
    assertThat(committed.stream().skip(HEAD.lines().count()))
        .zipSatisfy(
            steps(),
            (row, step) -> assertThat(row).as("the row of a step").startsWith(begin(step)));
  }
}
