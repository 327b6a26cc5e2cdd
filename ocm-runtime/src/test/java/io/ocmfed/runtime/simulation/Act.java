package io.ocmfed.runtime.simulation;

import java.util.random.RandomGenerator;

/** What may happen next, and how often beside the others. */
enum Act {
  ISSUE(4),
  ACCEPT(10),
  REMOVE(7),
  SHARE(8),
  UNSHARE(5),
  ACCEPT_SHARE(6),
  DECLINE_SHARE(2),
  DECLARE_ISSUE(2),
  DECLARE_ACCEPT(4),
  UNDECLARE_INVITE(3),
  DECLARE_SHARE(3),
  DECLARE_TAKING(2),
  UNDECLARE_SHARE(2),
  SEND(32),
  SWEEP(2),
  DISCOVER(1),
  PASS_TIME(6),
  DRIFT(1),
  ARRIVE(9),
  DIE(1),
  /** A message is given up before its time. */
  LOSE(5, true),
  /** The store is copied. */
  BACK_UP(5, true),
  /** The store goes back to a copy, the first is of its beginning; what it was is kept as one. */
  RESTORE(5, true),
  /** A comparison that is due, or that somebody demands. */
  COMPARE(12, true),
  /** More than 30 days pass. */
  LONG_TIME(1, true);

  private final int weight;
  private final boolean loses;

  Act(int weight) {
    this(weight, false);
  }

  Act(int weight, boolean loses) {
    this.weight = weight;
    this.loses = loses;
  }

  /** Whether anything is sent or received. */
  boolean talks() {
    return this == SEND || this == ACCEPT || this == ARRIVE || this == COMPARE;
  }

  /** Chooses by weight. */
  static final class Choice {

    private final int[] sums = new int[values().length];

    /**
     * @param losing whether things are lost that only a comparison heals
     */
    Choice(boolean losing) {
      int sum = 0;
      for (Act act : values()) {
        sum += act.loses && !losing ? 0 : act.weight;
        sums[act.ordinal()] = sum;
      }
    }

    Act next(RandomGenerator random) {
      int point = random.nextInt(sums[sums.length - 1]);
      for (Act act : values()) {
        if (point < sums[act.ordinal()]) {
          return act;
        }
      }
      throw new IllegalStateException();
    }
  }
}
