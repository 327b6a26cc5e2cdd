package io.ocmfed.runtime.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Random histories: whatever happens, both sides agree in the end, and nothing that is over works.
 * {@code -Docmfed.histories=N} lives through more of them, {@code -Docmfed.seed=N} through one
 * again, or the more from there.
 */
@ExtendWith(Quiet.class)
class SimulationTest {

  private static final int USUAL = 2000;
  private static final Duration BETWEEN_NEWS = Duration.ofSeconds(10);

  private final Long seed = Long.getLong("ocmfed.seed");
  private final Integer wanted = Integer.getInteger("ocmfed.histories");

  @Test
  void bothSidesAgreeAfterEveryHistory() {
    long first = seed == null ? 1 : seed;
    int histories = wanted != null ? wanted : seed == null ? USUAL : 1;
    Coverage coverage = new Coverage();
    long began = System.nanoTime();
    long news = began;
    for (int i = 0; i < histories; i++) {
      History history = History.of(first + i);
      Optional<Violation> found = Run.of(history, Weakness.NONE, coverage);
      if (found.isPresent()) {
        throw new AssertionError(
            Report.of(history, found.get(), Weakness.NONE), found.get().getCause());
      }
      if (System.nanoTime() - news > BETWEEN_NEWS.toNanos()) {
        news = System.nanoTime();
        System.out.printf(
            "[%d s] %d of %d histories, none violates%n", seconds(began), i + 1, histories);
      }
    }
    if (seed != null && wanted == null) {
      System.out.println(String.join("\n", Run.story(History.of(seed), Weakness.NONE)));
    }
    System.out.printf(
        "%d histories from seed %d in %d s, none violates%n%s",
        histories, first, seconds(began), coverage.table());
    if (histories >= USUAL) {
      requireReached(coverage);
    }
  }

  private static long seconds(long began) {
    return Duration.ofNanos(System.nanoTime() - began).toSeconds();
  }

  /** A simulation that no longer gets anywhere finds nothing either. */
  private static void requireReached(Coverage coverage) {
    assertThat(coverage.of("answers").keySet()).containsAll(Expected.ANSWERS);
    assertThat(coverage.of("states").keySet()).containsAll(Expected.STATES);
    assertThat(coverage.of("deaths").keySet()).containsAll(Expected.DEATHS);
    Set<String> mishaps = Expected.mishaps();
    assertThat(coverage.of("mishaps").keySet()).containsAll(mishaps);
    assertThat(coverage.of("late").keySet()).containsAll(Expected.LATE);
    assertThat(coverage.of("comparisons").keySet()).containsAll(Expected.COMPARISONS);
    assertThat(coverage.of("disputes").keySet()).containsAll(Expected.DISPUTES);
  }
}
