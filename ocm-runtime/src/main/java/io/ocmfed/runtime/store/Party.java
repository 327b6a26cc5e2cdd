package io.ocmfed.runtime.store;

/** Which side did something. */
public enum Party {
  LOCAL,
  PEER
}
