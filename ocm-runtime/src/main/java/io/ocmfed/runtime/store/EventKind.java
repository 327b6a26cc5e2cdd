package io.ocmfed.runtime.store;

import java.util.Locale;

/** What a change is about. */
public enum EventKind {
  TRUST,
  INVITE,
  SHARE,
  CONNECTION;

  /** As on the wire. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
