package io.ocmfed.operator.status;

/** What a pass saw of the runtime's side of an object. */
public sealed interface Sight<R> {

  /** The runtime recorded the declaration and says how it stands. */
  record Recorded<R>(R value) implements Sight<R> {}

  /**
   * Work on it is stopped, so nobody was asked.
   *
   * @param why what stops it, and how it goes on
   */
  record Stopped<R>(String why) implements Sight<R> {}

  /** It was not recorded. */
  record Blocked<R>(Obstacle obstacle) implements Sight<R> {}
}
