package io.ocmfed.runtime.simulation;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What befalls a step at one of its points.
 *
 * @param nth counted from 0 within the step, by kind of point; nothing happens when it has fewer
 * @param amount how many steps a process stays dead, or how many steps come in between
 */
record Mishap(Point point, int nth, Kind kind, int amount) {

  private static final List<Point> POINTS =
      List.of(
          Point.BEFORE_COMMIT,
          Point.AFTER_COMMIT,
          Point.AFTER_COMMIT,
          Point.DISCOVERY,
          Point.REQUEST,
          Point.REQUEST,
          Point.REQUEST,
          Point.ANSWER,
          Point.ANSWER,
          Point.WAITING);

  /** What can happen; each point knows what it takes. */
  enum Kind {
    /** The process ends. */
    DIES,
    /** The database, the request or the answer fails. */
    FAILS,
    /** Other steps come in between. */
    WAITS,
    /** The request arrives twice, or the transaction is run twice. */
    TWICE,
    /** The request arrives when nobody waits for its answer any more. */
    LATE
  }

  /**
   * Chooses one.
   *
   * @param talks whether the step sends anything; else it has a commit or two
   */
  static Mishap random(RandomGenerator random, boolean talks) {
    Point point = POINTS.get(random.nextInt(talks ? POINTS.size() : 2));
    Kind kind = point.kinds().get(random.nextInt(point.kinds().size()));
    return new Mishap(point, random.nextInt(talks ? point.often() : 2), kind, random.nextInt(5));
  }
}
