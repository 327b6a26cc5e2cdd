package io.ocmfed.runtime.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocmfed.runtime.comparison.AcceptanceRules.Said;
import io.ocmfed.runtime.comparison.AcceptanceRules.Verdict;
import io.ocmfed.runtime.comparison.Questions.Kind;
import io.ocmfed.runtime.comparison.Questions.Question;
import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.Party;
import io.ocmfed.runtime.store.Remote;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonPartsTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "standing, STANDING, KEEP",
    "standing, PENDING, KEEP",
    "standing, ENDED, END",
    "standing, UNKNOWN, DISPUTE",
    "disputed, STANDING, SETTLE",
    "disputed, PENDING, SETTLE",
    "disputed, ENDED, END",
    "disputed, UNKNOWN, KEEP",
    "ended, STANDING, KEEP",
    "ended, UNKNOWN, KEEP",
    "pending, UNKNOWN, KEEP",
    "pending, ENDED, KEEP"
  })
  void theTableOfTheContract(String ours, Said said, Verdict verdict) {
    Acceptance standing =
        Acceptance.byPeer("id", "alice", Remote.of("b", "bob"), "hash", true, 1, NOW);
    Acceptance now =
        switch (ours) {
          case "disputed" -> standing.disputed(NOW);
          case "ended" -> standing.ended(Party.PEER, Cause.PEER, null, NOW);
          case "pending" -> Acceptance.pending("id", "alice", "b", "hash", "t", null, 1, NOW);
          default -> standing;
        };
    assertThat(AcceptanceRules.decide(now, said)).isEqualTo(verdict);
  }

  @Test
  void bothSidesHaveTheSameDigestsWhateverTheOrderAndDirection() {
    Held ours = new Held(List.of("1", "2"), List.of("3"), List.of("4"));
    Held theirs = new Held(List.of("2", "1"), List.of("4"), List.of("3"));
    assertThat(ours.digests().all()).isEqualTo(theirs.digests().all());
    Held less = new Held(List.of("2"), List.of("4"), List.of("3"));
    assertThat(less.digests().all()).isNotEqualTo(ours.digests().all());
    List<Integer> differing =
        IntStream.range(0, Digests.BUCKETS)
            .filter(bucket -> less.digests().differs(ours.digests(), bucket))
            .boxed()
            .toList();
    assertThat(differing).containsExactly(Digests.bucket("1"));
    // That a share has the id of an acceptance does not make them the same.
    assertThat(new Held(List.of("1"), List.of(), List.of()).digests().all())
        .isNotEqualTo(new Held(List.of(), List.of("1"), List.of()).digests().all());
  }

  @Test
  void digestsAreReadBackAndNothingElseIs() {
    Digests digests = new Held(List.of("1"), List.of(), List.of()).digests();
    assertThat(Digests.read(digests.text()).map(Digests::all)).contains(digests.all());
    assertThat(Digests.read("")).isEmpty();
    assertThat(Digests.read(digests.text().substring(4))).isEmpty();
    assertThat(Digests.read("not base64!")).isEmpty();
  }

  @Test
  void acceptancesAreAskedAboutFirstAndPageByPage() {
    List<String> ids = IntStream.range(0, 1200).mapToObj(n -> "id-" + n).toList();
    Held held = new Held(ids, List.of("out"), List.of("in"));
    Digests none = new Held(List.of(), List.of(), List.of()).digests();
    List<List<Question>> pages = Questions.pages(held, held.digests(), none, 0);
    assertThat(pages).extracting(List::size).containsExactly(500, 500, 200, 2);
    assertThat(pages.getLast())
        .extracting(Question::kind)
        .containsExactlyInAnyOrder(Kind.OUT, Kind.IN);
    assertThat(pages.subList(0, 3).stream().flatMap(List::stream).map(Question::id))
        .containsExactlyInAnyOrderElementsOf(ids);
    // From a place on: nothing before it, and everything of its bucket.
    int from = pages.get(1).getFirst().place();
    List<Question> rest =
        Questions.pages(held, held.digests(), none, from).stream().flatMap(List::stream).toList();
    assertThat(rest).allMatch(question -> question.place() >= from);
    long expected = ids.stream().filter(id -> Digests.bucket(id) >= from).count();
    assertThat(rest).hasSize((int) expected + 2);
    assertThat(Questions.pages(held, held.digests(), held.digests(), 0)).isEmpty();
  }

  @Test
  void aDomainMayAskManyTimesAtOnceAndSteadilyAfterThat() {
    AskRate rate = new AskRate(10, Duration.ofSeconds(1));
    for (int i = 0; i < 10; i++) {
      assertThat(rate.take("b", NOW)).isEmpty();
    }
    Optional<Duration> wait = rate.take("b", NOW);
    assertThat(wait).contains(Duration.ofSeconds(6));
    assertThat(rate.take("c", NOW)).isEmpty();
    assertThat(rate.take("b", NOW.plusMillis(900))).isPresent();
    assertThat(rate.take("b", NOW.plusSeconds(1))).isEmpty();
    assertThat(rate.take("b", NOW.plusSeconds(1))).isPresent();
    for (int i = 0; i < 6; i++) {
      assertThat(rate.take("b", NOW.plusSeconds(7))).isEmpty();
    }
    assertThat(rate.take("b", NOW.plusSeconds(7))).isPresent();
  }

  @Test
  void theNextOneIsSpreadObeysThePeerAndDoesNotPressOneThatFails() {
    ComparisonTimes early = new ComparisonTimes(() -> 0);
    ComparisonTimes late = new ComparisonTimes(() -> 1);
    assertThat(early.regular()).isEqualTo(Duration.ofMinutes(8));
    assertThat(late.regular()).isEqualTo(Duration.ofMinutes(12));
    assertThat(early.failed(1)).isEqualTo(Duration.ofSeconds(48));
    assertThat(late.failed(2)).isEqualTo(Duration.ofSeconds(144));
    assertThat(late.failed(1000)).isEqualTo(Duration.ofMinutes(12));
    assertThat(early.goOn(Optional.empty(), NOW)).isEqualTo(Duration.ofSeconds(30));
    assertThat(early.goOn(Optional.of(NOW.plusSeconds(99)), NOW)).isEqualTo(Duration.ofSeconds(99));
    assertThat(early.goOn(Optional.of(NOW.plusSeconds(99_999)), NOW))
        .isEqualTo(Duration.ofHours(1));
  }
}
