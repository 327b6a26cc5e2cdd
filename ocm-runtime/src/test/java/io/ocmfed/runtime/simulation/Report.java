package io.ocmfed.runtime.simulation;

import java.util.Optional;

/** Tells of a failing history, as short as it can be made. */
final class Report {

  private Report() {}

  static String of(History history, Violation found, Weakness weakness) {
    History shortest = Shrinking.of(history, other -> fails(other, found, weakness));
    return "seed %d: %s%n%d of %d steps are enough (replay: -Docmfed.seed=%d):%n  %s%n"
        .formatted(
            history.seed(),
            found.getMessage(),
            shortest.steps().size(),
            history.steps().size(),
            history.seed(),
            String.join(System.lineSeparator() + "  ", Run.story(shortest, weakness)));
  }

  private static boolean fails(History history, Violation found, Weakness weakness) {
    Optional<Violation> now = Run.of(history, weakness, new Coverage());
    return now.filter(one -> kind(one).equals(kind(found))).isPresent();
  }

  /** Without ids and names, which are others in a shorter history. */
  private static String kind(Violation found) {
    return found
        .getMessage()
        .replaceAll("id-\\d+|owes .*|secret-\\d+", "")
        .replaceAll("\\b[abc]\\b", "");
  }
}
