package io.ocmfed.runtime.simulation;

import io.ocmfed.runtime.comparison.Outcome;
import io.ocmfed.runtime.store.Comparisons;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Lives one history through, heals the network, and looks at the end. */
final class Run {

  private static final int ROUNDS = 6;
  private static final Duration ROUND = Duration.ofMinutes(6);
  private static final int MOST_MESSAGES = 400;

  private Run() {}

  /** Why the history must not be; empty when all is well. */
  static Optional<Violation> of(History history, Weakness weakness, Coverage coverage) {
    return of(history, weakness, coverage, what -> {});
  }

  /** As above, telling what happens. */
  static List<String> story(History history, Weakness weakness) {
    List<String> story = new ArrayList<>();
    of(history, weakness, new Coverage(), story::add)
        .ifPresent(found -> story.add("VIOLATION: " + found.getMessage()));
    return story;
  }

  private static Optional<Violation> of(
      History history, Weakness weakness, Coverage coverage, Consumer<String> story) {
    World world = new World(history, weakness, coverage, story);
    Ledger ledger = new Ledger(world, coverage);
    try {
      while (world.more()) {
        world.step();
        world.nodes().forEach(ledger::look);
      }
      story.accept("the network heals");
      Agreement agreement = new Agreement(world, ledger);
      heal(world, ledger, coverage, history.seed() % 2 == 0);
      agreement.require();
      if (!world.lost()) {
        equal(world);
      }
      story.accept("a month later");
      world.acts().longTime();
      settle(world, ledger, agreement);
      agreement.require();
      undisputed(world);
      return Optional.empty();
    } catch (Violation found) {
      return Optional.of(found);
    }
  }

  private static void heal(World world, Ledger ledger, Coverage coverage, boolean lateComesFirst) {
    Agreement agreement = new Agreement(world, ledger);
    world.nodes().forEach(Node::reviveNow);
    if (!lateComesFirst) {
      world.nodes().forEach(node -> work(world, node));
    }
    world.allArrive();
    int round = 0;
    boolean owed = true;
    if (world.lost()) {
      round = settle(world, ledger, agreement);
      owed = false;
    }
    while (owed && round < ROUNDS) {
      round++;
      world.pass(ROUND);
      for (Node node : world.nodes()) {
        work(world, node);
      }
      world.nodes().forEach(ledger::look);
      owed = owed(world, agreement);
    }
    coverage.count(
        world.lost() ? "rounds to heal after a loss" : "rounds to heal", String.valueOf(round));
  }

  private static boolean owed(World world, Agreement agreement) {
    return world.nodes().stream().anyMatch(node -> !agreement.owed(node).isEmpty());
  }

  /**
   * As healing, with comparisons, until those find nothing to mend and nobody is about to look
   * again.
   *
   * @return after how many rounds
   */
  private static int settle(World world, Ledger ledger, Agreement agreement) {
    for (int round = 1; round <= ROUNDS; round++) {
      world.pass(ROUND);
      boolean changed = false;
      for (Node node : world.nodes()) {
        work(world, node);
        for (Node other : world.nodes()) {
          changed |= node != other && mended(world.acts().compare(node, other));
        }
        world.nodes().forEach(ledger::look);
      }
      world.nodes().forEach(node -> work(world, node));
      world.nodes().forEach(ledger::look);
      if (!changed && !owed(world, agreement) && !comparesSoon(world)) {
        return round;
      }
    }
    return ROUNDS;
  }

  /** Who was asked by a peer that holds something else looks at its own side next. */
  private static boolean comparesSoon(World world) {
    return world.nodes().stream()
        .flatMap(node -> node.records().comparisons.stream())
        .map(Records.Compared::record)
        .anyMatch(
            one ->
                one.comparedAt() == null
                    || !one.nextAt().isAfter(one.comparedAt().plus(Comparisons.NOT_WITHIN)));
  }

  private static boolean mended(Optional<Outcome> outcome) {
    return outcome.filter(one -> one.changed() > 0).isPresent();
  }

  /** Where nothing was lost, a comparison finds nothing. */
  private static void equal(World world) {
    for (Node node : world.nodes()) {
      for (Node other : world.nodes()) {
        if (node != other
            && world
                .acts()
                .compare(node, other)
                .filter(one -> one.kind() == Outcome.Kind.EQUAL)
                .isEmpty()) {
          throw new Violation("%s and %s are not equal to a comparison".formatted(node, other));
        }
      }
    }
  }

  /** Nothing is disputed for longer than 30 days. */
  private static void undisputed(World world) {
    for (Node node : world.nodes()) {
      if (!node.unnoticed().acceptances().disputed().isEmpty()) {
        throw new Violation("%s is in a dispute for ever".formatted(node));
      }
    }
  }

  /** Sweeps, and sends all that is due. */
  private static void work(World world, Node node) {
    world.acts().sweep(node);
    int messages = 0;
    while (world.acts().send(node)) {
      if (++messages > MOST_MESSAGES) {
        throw new Violation("%s never stops sending".formatted(node));
      }
    }
  }
}
