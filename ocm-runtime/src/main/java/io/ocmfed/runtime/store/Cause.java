package io.ocmfed.runtime.store;

/** Why something ended or began. */
public enum Cause {
  /** A person, through the API. */
  USER,
  /** A declaration that was applied or deleted. */
  OPERATOR,
  /** The peer said so. */
  PEER,
  /** Its time was over. */
  EXPIRY,
  /** Both sides compared, and the other knew better. */
  COMPARISON
}
