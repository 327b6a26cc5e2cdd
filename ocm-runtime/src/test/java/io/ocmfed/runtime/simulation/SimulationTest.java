package io.ocmfed.runtime.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Random histories: whatever happens, both sides agree in the end. */
class SimulationTest {

  /** Held, because java.util.logging forgets loggers that nobody holds. */
  private static final Logger OURS = Logger.getLogger("io.ocmfed");

  private static Level before;

  @BeforeAll
  static void quiet() {
    before = OURS.getLevel();
    OURS.setLevel(Level.OFF);
  }

  @AfterAll
  static void asBefore() {
    OURS.setLevel(before);
  }

  @Test
  void bothSidesAgreeAfterEveryHistory() {
    long first = Long.getLong("ocmfed.seed", 1);
    int histories =
        Integer.getInteger(
            "ocmfed.histories", System.getProperty("ocmfed.seed") == null ? 2000 : 1);
    Coverage coverage = new Coverage();
    long began = System.nanoTime();
    for (long seed = first; seed < first + histories; seed++) {
      History history = History.of(seed);
      Optional<Violation> found = Run.of(history, Weakness.NONE, coverage);
      if (found.isPresent()) {
        throw new AssertionError(Report.of(history, found.get(), Weakness.NONE), found.get());
      }
    }
    System.out.printf(
        "%d histories from seed %d, %.1f s%n%s",
        histories, first, (System.nanoTime() - began) / 1e9, coverage.table());
    assertThat(coverage.of("states")).isNotEmpty();
  }
}
