package io.ocmfed.runtime.simulation;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulation bites: with any one rule out of force, it finds a violation in time. */
@ExtendWith(Quiet.class)
class RulesTest {

  private static final int IN_TIME = 2000;

  /** Where a violation was found before: looked at first, which spares the search. */
  private static final List<Long> KNOWN = List.of(14L, 15L, 21L, 26L, 68L, 685L, 1553L);

  @ParameterizedTest
  @EnumSource
  void isMissed(Rule rule) {
    var seeds = new LinkedHashSet<>(KNOWN);
    LongStream.rangeClosed(1, IN_TIME).forEach(seeds::add);
    for (long seed : seeds) {
      History history = History.of(seed);
      var found = Run.of(history, rule, new Coverage());
      if (found.isPresent()) {
        System.out.printf(
            "without %s: seed %d, %s%n", rule, seed, found.get().getMessage().split(" Outbox")[0]);
        return;
      }
    }
    throw new AssertionError("%d histories do without the rule %s".formatted(IN_TIME, rule.name()));
  }
}
