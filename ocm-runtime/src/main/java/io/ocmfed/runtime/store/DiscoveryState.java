package io.ocmfed.runtime.store;

/** What the last discovery of a peer came to. */
public enum DiscoveryState {
  UNKNOWN,
  OK,
  FAILED
}
