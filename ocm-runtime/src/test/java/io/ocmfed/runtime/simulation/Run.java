package io.ocmfed.runtime.simulation;

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
    Ledger ledger = new Ledger(coverage);
    try {
      while (world.more()) {
        world.step();
        world.nodes().forEach(ledger::look);
      }
      story.accept("the network heals");
      heal(world, ledger, coverage, history.seed() % 2 == 0);
      new Agreement(world, ledger).require();
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
    while (owed && round < ROUNDS) {
      round++;
      world.pass(ROUND);
      for (Node node : world.nodes()) {
        work(world, node);
      }
      world.nodes().forEach(ledger::look);
      owed = world.nodes().stream().anyMatch(node -> !agreement.owed(node).isEmpty());
    }
    coverage.count("rounds to heal", String.valueOf(round));
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
