package io.ocmfed.runtime.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What happens in one run: all of it follows from the seed. In every third one things are lost for
 * good.
 *
 * @param nodes two or three runtimes
 * @param users of each runtime
 */
record History(long seed, int nodes, int users, List<Step> steps) {

  static History of(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int nodes = random.nextInt(5) == 0 ? 3 : 2;
    int users = 1 + random.nextInt(2);
    int length = 20 + random.nextInt(60);
    Act.Choice choice = new Act.Choice(seed % 3 == 0);
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      steps.add(Step.random(random, choice));
    }
    return new History(seed, nodes, users, List.copyOf(steps));
  }

  History with(List<Step> others) {
    return new History(seed, nodes, users, List.copyOf(others));
  }
}
