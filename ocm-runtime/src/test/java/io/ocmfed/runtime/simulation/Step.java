package io.ocmfed.runtime.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One step of a history. Its numbers choose among what is there when it is taken, so that a history
 * stays one when steps are dropped from it.
 */
record Step(Act act, int node, int a, int b, int c, List<Mishap> mishaps) {

  /** Chooses one. */
  static Step random(RandomGenerator random, Act.Choice choice) {
    Act act = choice.next(random);
    List<Mishap> mishaps = new ArrayList<>();
    while (mishaps.size() < 3 && random.nextInt(5) < 2) {
      mishaps.add(Mishap.random(random, act.talks()));
    }
    return new Step(
        act,
        random.nextInt(6),
        random.nextInt(1000),
        random.nextInt(1000),
        random.nextInt(1000),
        List.copyOf(mishaps));
  }

  Step without(Mishap mishap) {
    return new Step(
        act, node, a, b, c, mishaps.stream().filter(one -> !one.equals(mishap)).toList());
  }
}
