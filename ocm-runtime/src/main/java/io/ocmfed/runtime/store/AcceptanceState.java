package io.ocmfed.runtime.store;

/** The chain of lifecycle.md; on each side an acceptance only moves forward. */
public enum AcceptanceState {
  /** Ours, sent or to be sent; the inviter has not answered for good. */
  PENDING,
  /** Both know it: its users are connected, unless it is disputed. */
  STANDING,
  /** Over, for ever. */
  ENDED
}
