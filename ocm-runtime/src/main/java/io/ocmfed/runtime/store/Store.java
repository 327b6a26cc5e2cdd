package io.ocmfed.runtime.store;

import java.time.Duration;
import java.util.function.Function;

/** The store of the ocm role. */
public interface Store {

  /**
   * Runs the work in one transaction: all of it is durable when this returns, or nothing of it ever
   * happens. The work may be run again after a conflict with another transaction; so it must do
   * nothing but calls on the given transaction.
   *
   * @throws io.ocmfed.runtime.web.FailureException STORE_UNAVAILABLE when the database does not
   *     answer
   */
  <T> T inTransaction(Function<Tx, T> work);

  /** A view of the changes that anybody has committed, from now on. */
  Changes changes();

  /** Tells whether something was committed; for one waiting thread. */
  interface Changes extends AutoCloseable {

    /**
     * Waits until something may have changed since the last call, at most this long.
     *
     * @return whether something may have
     */
    boolean await(Duration atMost) throws InterruptedException;

    @Override
    void close();
  }
}
