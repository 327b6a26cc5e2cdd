package io.ocmfed.runtime.simulation;

import java.util.Set;

/** Where something may happen, and what. A process may die, and others may act, anywhere. */
enum Point {
  /** A transaction is about to begin. */
  BEFORE_COMMIT(Set.of(Mishap.Kind.FAILS, Mishap.Kind.TWICE)),
  /** A transaction is durable, and the caller does not know. */
  AFTER_COMMIT(Set.of(Mishap.Kind.FAILS)),
  /** The peer is looked up. */
  DISCOVERY(Set.of(Mishap.Kind.FAILS)),
  /** A request is about to leave. */
  REQUEST(Set.of(Mishap.Kind.FAILS, Mishap.Kind.TWICE, Mishap.Kind.LATE)),
  /** Its answer has arrived, and is not recorded. */
  ANSWER(Set.of(Mishap.Kind.FAILS)),
  /** A user waits. */
  WAITING(Set.of());

  private final Set<Mishap.Kind> own;

  Point(Set<Mishap.Kind> own) {
    this.own = own;
  }

  boolean takes(Mishap.Kind kind) {
    return kind == Mishap.Kind.DIES || kind == Mishap.Kind.WAITS || own.contains(kind);
  }

  String word() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
