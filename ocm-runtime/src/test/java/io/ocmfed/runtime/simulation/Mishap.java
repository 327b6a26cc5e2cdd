package io.ocmfed.runtime.simulation;

/**
 * What befalls a step at one of its points.
 *
 * @param point counted within the step; nothing happens when the step has fewer
 * @param amount how many steps a process stays dead, or how many steps come in between
 */
record Mishap(int point, Kind kind, int amount) {

  /** What can happen; each point knows what it makes of it. */
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
}
