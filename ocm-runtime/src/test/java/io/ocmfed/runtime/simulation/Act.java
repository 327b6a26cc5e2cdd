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
  DIE(1);

  private final int weight;

  Act(int weight) {
    this.weight = weight;
  }

  /** Whether anything is sent or received. */
  boolean talks() {
    return this == SEND || this == ACCEPT || this == ARRIVE;
  }

  /** Chooses by weight. */
  static final class Choice {

    private final int[] sums = new int[values().length];

    Choice() {
      int sum = 0;
      for (Act act : values()) {
        sum += act.weight;
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
