package io.ocmfed.runtime.federation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocmfed.runtime.federation.Pair.Given;
import io.ocmfed.runtime.federation.Site.Answer;
import io.ocmfed.runtime.store.Sha256;
import io.ocmfed.runtime.testing.Patience;
import io.ocmfed.runtime.testing.Thorough;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What users do at the same moment, by real HTTP to two packaged runtimes: exactly the promised
 * outcome each time, whoever comes first.
 */
@Tag("packaged")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class RacesTest {

  /** {@code ./ocmfed test --thorough} for more. */
  private static final int ROUNDS = Thorough.asked() ? 20 : 3;

  private static final int CROWD = 100;

  @TempDir static Path home;
  private static Pair pair;
  private static ExecutorService people;

  @BeforeAll
  static void open() {
    people = Executors.newVirtualThreadPerTaskExecutor();
    pair = Pair.open(home, "127.0.71", names("alice", 130), names("bob", CROWD), List.of(), null);
  }

  private static List<String> names(String stem, int count) {
    return IntStream.range(0, count).mapToObj(number -> stem + number).toList();
  }

  @AfterEach
  void nothingBroke() {
    pair.settle();
    for (Site site : List.of(pair.a(), pair.b())) {
      assertThat(site.log().lines())
          .noneMatch(line -> line.contains(" level=ERROR "))
          .noneMatch(line -> line.contains("deadlock"))
          .noneMatch(line -> line.matches(".*event=(ocm.received|outbox.answer) .*status=5.*"));
    }
  }

  @AfterAll
  static void close() {
    if (pair != null) {
      pair.close();
    }
    people.shutdownNow();
  }

  @Test
  void aTokenAcceptedAHundredTimesAtOnceByOneUserIsOneConnection() {
    for (int round = 0; round < 3; round++) {
      String alice = "alice" + round;
      String invite = pair.atA().invite(alice);
      List<Answer> answers =
          together(Collections.nCopies(CROWD, () -> pair.atB().accept("bob60", invite)));
      assertThat(answers).allMatch(RacesTest::taken);
      pair.settle();
      assertThat(pair.acceptances(alice, "bob60")).containsExactly("STANDING");
      assertThat(pair.connected(alice, "bob60")).isTrue();
    }
  }

  @Test
  void aTokenForTenAcceptedByAHundredUsersAtOnceConnectsTen() {
    for (int round = 0; round < 3; round++) {
      String token = UUID.randomUUID().toString();
      String alice = "alice" + (3 + round);
      declare(alice, token, 10);
      List<Answer> answers =
          together(
              names("bob", CROWD).stream()
                  .<Callable<Answer>>map(
                      bob -> () -> pair.atB().accept(bob, token, pair.a().domain()))
                  .toList());
      pair.settle();
      List<String> connected =
          pair.a()
              .rows(
                  "select distinct remote_user from acceptance"
                      + " where local_user = ? and state = 'STANDING'",
                  alice);
      assertThat(connected).hasSize(10);
      for (int number = 0; number < CROWD; number++) {
        Answer answer = answers.get(number);
        // Whoever is not connected may have been told to wait, and lost only then.
        if (connected.contains("bob" + number) || answer.status() == 202) {
          assertThat(answer).matches(RacesTest::taken);
        } else {
          refused(answer, "INVITE_EXHAUSTED");
        }
      }
    }
  }

  @Test
  void acceptingAgainstDeletingTheInvitationConnectsNobody() {
    for (int round = 0; round < ROUNDS; round++) {
      String token = UUID.randomUUID().toString();
      String alice = "alice" + (6 + round);
      String declaration = declare(alice, token, 1);
      boolean late = round % 2 == 1;
      List<Answer> answers =
          together(
              List.of(
                  () -> pair.atB().accept("bob0", token, pair.a().domain()),
                  () -> {
                    if (late) {
                      Patience.await("it is under way").until(() -> begun("bob0", token));
                    }
                    return pair.a().management("DELETE", "/admin/v1/invites/" + declaration, null);
                  }));
      assertThat(answers.get(1).status()).isEqualTo(204);
      pair.settle();
      // What came before is removed with the invitation, and what came after has no token.
      assertThat(pair.connected(alice, "bob0")).isFalse();
      assertThat(pair.acceptances(alice, "bob0")).doesNotContain("STANDING");
      Answer accepted = answers.get(0);
      if (!taken(accepted)) {
        // The first when it was ended while Bob waited for the answer.
        assertThat(accepted.code()).isIn("NOT_CONNECTED", "INVITE_UNKNOWN");
        refused(accepted, accepted.code());
      }
    }
  }

  private static boolean begun(String bob, String token) {
    return !pair.b()
        .rows(
            "select id from acceptance where local_user = ? and token_hash = ?",
            bob,
            Sha256.hex(token))
        .isEmpty();
  }

  @Test
  void removingOnBothSidesAtOnceEndsItOnBoth() {
    for (int round = 0; round < ROUNDS; round++) {
      String alice = "alice" + (26 + round);
      String bob = "bob" + round;
      String id = connect(alice, bob);
      Given given = pair.share(alice, bob);
      List<Answer> answers =
          together(
              List.of(
                  () -> pair.atA().disconnect(alice, id), () -> pair.atB().disconnect(bob, id)));
      answers.forEach(
          answer -> {
            if (answer.status() != 204) {
              refused(answer, "NOT_CONNECTED");
            }
          });
      assertThat(answers).anyMatch(answer -> answer.status() == 204);
      pair.settle();
      over(alice, bob, given);
    }
  }

  @Test
  void removingByTheInviterAgainstAcceptingAgainLeavesNothing() {
    for (int round = 0; round < ROUNDS; round++) {
      String alice = "alice" + (46 + round);
      String bob = "bob" + round;
      String invite = pair.atA().invite(alice);
      String id = accepted(bob, invite);
      Given given = pair.share(alice, bob);
      List<Answer> answers =
          together(
              List.of(
                  () -> pair.atA().disconnect(alice, id), () -> pair.atB().accept(bob, invite)));
      assertThat(answers.get(0).status()).isEqualTo(204);
      if (!taken(answers.get(1))) {
        refused(answers.get(1), "INVITE_UNKNOWN");
      }
      pair.settle();
      // What came before is removed, and what came after had a token that is void for Bob.
      over(alice, bob, given);
    }
  }

  @Test
  void removingByTheAccepterAgainstAcceptingAgainIsOneOrTheOtherOnBothSides() {
    for (int round = 0; round < ROUNDS; round++) {
      String alice = "alice" + (66 + round);
      String bob = "bob" + round;
      String invite = pair.atA().invite(alice);
      String id = accepted(bob, invite);
      Given given = pair.share(alice, bob);
      List<Answer> answers =
          together(
              List.of(() -> pair.atB().disconnect(bob, id), () -> pair.atB().accept(bob, invite)));
      assertThat(answers).allMatch(answer -> answer.status() < 400);
      pair.settle();
      int acceptances = pair.acceptances(alice, bob).size();
      assertThat(pair.connected(alice, bob)).isEqualTo(acceptances == 2);
      assertThat(pair.tried(given)).allMatch(status -> status >= 400 && status < 500);
    }
  }

  @Test
  void eachOthersInvitationsAcceptedAtTheSameMomentConnect() {
    for (int round = 0; round < ROUNDS; round++) {
      String alice = "alice" + (86 + round);
      String bob = "bob" + round;
      String hers = pair.atA().invite(alice);
      String his = pair.atB().invite(bob);
      List<Answer> answers =
          together(
              List.of(() -> pair.atB().accept(bob, hers), () -> pair.atA().accept(alice, his)));
      assertThat(answers).allMatch(RacesTest::taken);
      pair.settle();
      assertThat(pair.acceptances(alice, bob)).containsExactly("STANDING", "STANDING");
      assertThat(pair.connected(alice, bob)).isTrue();
      Given given = pair.share(alice, bob);
      assertThat(pair.tried(given)).containsExactly(200, 200);
      String id = pair.atB().connection(bob, alice + "@" + pair.a().domain()).orElseThrow();
      assertThat(pair.atB().disconnect(bob, id).status()).isEqualTo(204);
      pair.settle();
      over(alice, bob, given);
    }
  }

  @Test
  void sharingAgainstRemovingLeavesNoWayIn() {
    for (int round = 0; round < ROUNDS; round++) {
      String alice = "alice" + (106 + round);
      String bob = "bob" + round;
      String id = connect(alice, bob);
      boolean bobs = round % 2 == 0;
      List<Answer> answers =
          together(
              List.of(
                  () -> pair.atA().share(alice, bob + "@" + pair.b().domain()),
                  () -> bobs ? pair.atB().disconnect(bob, id) : pair.atA().disconnect(alice, id)));
      assertThat(answers.get(1).status()).isEqualTo(204);
      if (answers.get(0).status() != 200) {
        refused(answers.get(0), "NOT_CONNECTED");
      }
      pair.settle();
      assertThat(pair.connected(alice, bob)).isFalse();
      assertThat(
              pair.a()
                  .rows(
                      "select id from outgoing_share where local_user = ? and state in"
                          + " ('PENDING', 'DELIVERED', 'ACCEPTED')",
                      alice))
          .isEmpty();
    }
  }

  private static String declare(String alice, String token, int most) {
    String declaration = "invite-" + token;
    Answer declared = pair.a().declareInvite(declaration, alice, pair.b(), token, most);
    assertThat(declared.status()).as("%s", declared).isEqualTo(200);
    return declaration;
  }

  private static String connect(String alice, String bob) {
    return accepted(bob, pair.atA().invite(alice));
  }

  private static String accepted(String bob, String invite) {
    Answer answer = pair.atB().accept(bob, invite);
    assertThat(answer).matches(RacesTest::taken);
    String id = answer.body().path("id").asText();
    Patience.await("connected")
        .until(
            () ->
                Stream.of(pair.a(), pair.b())
                    .allMatch(
                        site ->
                            site.rows("select state from acceptance where id = ?", id)
                                .equals(List.of("STANDING"))));
    return id;
  }

  private static void over(String alice, String bob, Given given) {
    assertThat(pair.acceptances(alice, bob)).containsOnly("ENDED");
    assertThat(pair.connected(alice, bob)).isFalse();
    assertThat(pair.tried(given)).allMatch(status -> status >= 400 && status < 500);
  }

  /** Connected, or still waiting: a user waits 8 s for the peer, and a crowd may take longer. */
  private static boolean taken(Answer answer) {
    return switch (answer.status()) {
      case 200 -> true;
      case 202 -> answer.body().path("state").asText().equals("PENDING");
      default -> false;
    };
  }

  /** Never a bare status: a code, and a sentence that says what to do. */
  private static void refused(Answer answer, String code) {
    assertThat(answer.code()).as("%s", answer).isEqualTo(code);
    assertThat(answer.status()).isBetween(400, 499);
    assertThat(answer.sentence()).hasSizeGreaterThan(20);
  }

  /** Lets all go at the same moment. */
  private static List<Answer> together(List<Callable<Answer>> calls) {
    CountDownLatch ready = new CountDownLatch(calls.size());
    List<Future<Answer>> futures = new ArrayList<>();
    for (Callable<Answer> call : calls) {
      futures.add(
          people.submit(
              () -> {
                ready.countDown();
                ready.await();
                return call.call();
              }));
    }
    return futures.stream()
        .map(
            future -> {
              try {
                return future.get(5, TimeUnit.MINUTES);
              } catch (Exception failed) {
                throw new AssertionError(failed);
              }
            })
        .toList();
  }
}
