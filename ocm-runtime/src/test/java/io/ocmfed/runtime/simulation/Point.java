package io.ocmfed.runtime.simulation;

import io.ocmfed.runtime.simulation.Mishap.Kind;
import java.util.List;
import java.util.Locale;

/** Where something may happen, and what. A process may die, and others may act, anywhere. */
enum Point {
  /** A transaction is about to begin. */
  BEFORE_COMMIT(10, Kind.DIES, Kind.WAITS, Kind.FAILS, Kind.TWICE),
  /** A transaction is durable, and the caller does not know. */
  AFTER_COMMIT(10, Kind.DIES, Kind.WAITS, Kind.FAILS),
  /** The peer is looked up. */
  DISCOVERY(1, Kind.DIES, Kind.WAITS, Kind.FAILS),
  /** A request is about to leave. */
  REQUEST(2, Kind.DIES, Kind.WAITS, Kind.FAILS, Kind.TWICE, Kind.TWICE, Kind.LATE, Kind.LATE),
  /** Its answer has arrived, and is not recorded. */
  ANSWER(2, Kind.DIES, Kind.WAITS, Kind.FAILS),
  /** A user waits. */
  WAITING(2, Kind.DIES, Kind.WAITS);

  private final int often;
  private final List<Kind> kinds;

  Point(int often, Kind... kinds) {
    this.often = often;
    this.kinds = List.of(kinds);
  }

  /** How many of them a step passes, about. */
  int often() {
    return often;
  }

  List<Kind> kinds() {
    return kinds;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
