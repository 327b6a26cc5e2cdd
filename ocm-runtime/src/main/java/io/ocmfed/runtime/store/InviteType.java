package io.ocmfed.runtime.store;

/** Which side of an invitation a declaration is. */
public enum InviteType {
  ISSUE,
  ACCEPT
}
