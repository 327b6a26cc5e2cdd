package io.ocmfed.runtime.store;

/** Where a share that we received stands. */
public enum IncomingState {
  RECEIVED,
  ACCEPTED,
  DECLINED,
  UNSHARED,
  EXPIRED;

  /** Whether the recipient sees and reads it: it is usable at once, accepting is a courtesy. */
  public boolean open() {
    return this == RECEIVED || this == ACCEPTED;
  }
}
