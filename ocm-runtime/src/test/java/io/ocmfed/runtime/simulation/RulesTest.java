package io.ocmfed.runtime.simulation;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulation bites: with any one rule out of force, it finds a violation in time. */
@ExtendWith(Quiet.class)
class RulesTest {

  private static final int IN_TIME = 2000;

  @ParameterizedTest
  @EnumSource
  void isMissed(Rule rule) {
    for (long seed = 1; seed <= IN_TIME; seed++) {
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
