package io.ocmfed.runtime.simulation;

import java.util.ArrayDeque;
import java.util.Deque;

/** What a transaction has written, so that it can be taken back. */
final class Journal {

  private final Deque<Runnable> undo = new ArrayDeque<>();

  void note(Runnable takeBack) {
    undo.push(takeBack);
  }

  void commit() {
    undo.clear();
  }

  void rollBack() {
    while (!undo.isEmpty()) {
      undo.pop().run();
    }
  }
}
