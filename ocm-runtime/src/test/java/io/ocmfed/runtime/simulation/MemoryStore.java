package io.ocmfed.runtime.simulation;

import io.ocmfed.runtime.store.Event;
import io.ocmfed.runtime.store.Store;
import io.ocmfed.runtime.store.Tx;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A store in memory for one thread: a transaction is committed as a whole or not at all, and what
 * is committed survives the process. Says when a transaction is about to begin and when one is
 * durable, since anything may happen there.
 */
final class MemoryStore implements Store {

  /** What happens around a transaction. */
  interface Moments {

    /** What befalls a transaction that is about to begin; may also end the process. */
    Fate before();

    /** It is durable; whoever asked for it does not know yet. */
    Fate after();

    /** Somebody waits for a change. */
    void waiting(Duration atMost);
  }

  /** What befalls a transaction. */
  enum Fate {
    GOES_ON,
    /** The database is away. */
    FAILS,
    /** It loses against another one, and is run again. */
    CONFLICTS
  }

  private final Moments moments;
  private final UnaryOperator<Tx> view;
  private Records records = new Records();
  private boolean open;

  /**
   * @param view how the runtime sees a transaction; the identity where every rule is in force
   */
  MemoryStore(Moments moments, UnaryOperator<Tx> view) {
    this.moments = moments;
    this.view = view;
  }

  /** What is committed. */
  Records records() {
    return records;
  }

  /** Goes back to a backup. */
  void restore(Records backup) {
    records = backup.copy();
  }

  @Override
  public <T> T inTransaction(Function<Tx, T> work) {
    if (open) {
      throw new IllegalStateException("a transaction within a transaction");
    }
    Fate before = moments.before();
    if (before == Fate.FAILS) {
      throw away();
    }
    if (before == Fate.CONFLICTS) {
      run(work, false);
    }
    T result = run(work, true);
    if (moments.after() == Fate.FAILS) {
      throw away();
    }
    return result;
  }

  private <T> T run(Function<Tx, T> work, boolean commits) {
    open = true;
    boolean done = false;
    List<Event> appended = new ArrayList<>();
    try {
      T result = work.apply(view.apply(new MemoryTx(records, appended::add)));
      if (commits) {
        appended.forEach(this::append);
      }
      done = commits;
      return result;
    } finally {
      if (done) {
        records.journal.commit();
      } else {
        records.journal.rollBack();
      }
      open = false;
    }
  }

  private void append(Event event) {
    long cursor = ++records.cursor;
    records.events.put(
        cursor,
        new Event(
            cursor,
            event.at(),
            event.kind(),
            event.name(),
            event.id(),
            event.domain(),
            event.what(),
            event.cause()));
  }

  private static RuntimeException away() {
    return Failure.of(Code.STORE_UNAVAILABLE, "store", "The database does not answer.")
        .toException();
  }

  @Override
  public Changes changes() {
    return new Changes() {
      @Override
      public boolean await(Duration atMost) {
        moments.waiting(atMost);
        return true;
      }

      @Override
      public void close() {}
    };
  }
}
