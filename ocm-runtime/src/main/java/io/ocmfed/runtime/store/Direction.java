package io.ocmfed.runtime.store;

/** Which way a declared share goes. */
public enum Direction {
  OUTGOING,
  INCOMING
}
