package io.ocmfed.runtime.connection;

import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.Party;
import io.ocmfed.runtime.store.Tx;

/** Follows what happens to connections, within the same transaction. */
public interface ConnectionListener {

  /** The acceptance stands now. */
  void began(Tx tx, Acceptance acceptance);

  /** The acceptance stands, and is disputed no more. */
  void resumed(Tx tx, Acceptance acceptance, Cause cause);

  /** The acceptance stood, and has ended. Tells of each declared share between the two users. */
  void ended(Tx tx, Acceptance acceptance, Party by, Cause cause);
}
