package io.ocmfed.operator.status;

/** What a pass saw of the runtime's side of an object. */
public sealed interface Sight<R> {

  /** The runtime recorded the declaration and says how it stands. */
  record Recorded<R>(R value) implements Sight<R> {}

  /** It was not recorded. */
  record Blocked<R>(Obstacle obstacle) implements Sight<R> {}
}
