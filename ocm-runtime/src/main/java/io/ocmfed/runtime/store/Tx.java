package io.ocmfed.runtime.store;

/** One transaction: the operations on the records, by kind. */
public interface Tx {

  /** Everything that is decided about this key waits for the end of the other's transaction. */
  void lock(String key);

  /** The next logical time. */
  long tick();

  Acceptances acceptances();

  Invitations invitations();

  OutgoingShares outgoing();

  IncomingShares incoming();

  Declarations declarations();

  Trusts trusts();

  Outbox outbox();

  Events events();

  Trail trail();

  Upkeep upkeep();

  /** Serialises all that is decided about the connections of one user with one peer. */
  default void lockPair(String domain, String localUser) {
    lock("pair " + domain + " " + localUser);
  }
}
