package io.ocmfed.runtime.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes a failing history short: drops steps and mishaps while it still fails. */
final class Shrinking {

  private Shrinking() {}

  static History of(History history, Predicate<History> fails) {
    History shortest = history;
    int before;
    do {
      before = size(shortest);
      for (int chunk = Math.max(1, shortest.steps().size() / 2); chunk > 0; chunk /= 2) {
        shortest = dropped(shortest, chunk, fails);
      }
      shortest = calmed(shortest, fails);
    } while (size(shortest) < before);
    return shortest;
  }

  private static int size(History history) {
    return history.steps().stream().mapToInt(step -> 1 + step.mishaps().size()).sum();
  }

  private static History dropped(History history, int chunk, Predicate<History> fails) {
    History shortest = history;
    for (int from = 0; from < shortest.steps().size(); ) {
      List<Step> rest = new ArrayList<>(shortest.steps());
      rest.subList(from, Math.min(rest.size(), from + chunk)).clear();
      History without = shortest.with(rest);
      if (fails.test(without)) {
        shortest = without;
      } else {
        from += chunk;
      }
    }
    return shortest;
  }

  private static History calmed(History history, Predicate<History> fails) {
    History calmest = history;
    for (int i = 0; i < calmest.steps().size(); i++) {
      for (Mishap mishap : calmest.steps().get(i).mishaps()) {
        List<Step> steps = new ArrayList<>(calmest.steps());
        steps.set(i, steps.get(i).without(mishap));
        History without = calmest.with(steps);
        if (fails.test(without)) {
          calmest = without;
        }
      }
    }
    return calmest;
  }
}
