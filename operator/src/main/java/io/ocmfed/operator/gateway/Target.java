package io.ocmfed.operator.gateway;

import io.ocmfed.operator.runtime.EndpointTable;
import io.ocmfed.operator.runtime.Fence;

/**
 * One receiver of endpoint tables, with a queue of length one and a thread of its own, so that one
 * that does not take its table delays no other.
 */
sealed interface Target permits PushTarget, LoopTarget {

  /**
   * A table to be delivered.
   *
   * @param sinceNanos {@link System#nanoTime()} of the change that led to it
   */
  record Offer(EndpointTable table, long sinceNanos) {}

  /** Told on the target's thread. */
  interface Listener {

    /** Something that {@link SyncState} shows has changed. */
    void progressed();

    /**
     * The receiver has a table newer than the one delivered.
     *
     * @return whether a newer table is on its way
     */
    boolean overtaken(Fence applied);
  }

  void start();

  /** Offers a table; an older one that still waits is forgotten. */
  void offer(Offer offer);

  /** Looks soon whether the receiver still has its table. */
  void look();

  void stop();

  /** How far it is, given the fence of the current table; that is null before the first one. */
  SyncState.TargetState state(Fence current);
}
