package io.ocmfed.runtime.settings;

import java.util.Locale;

/** What a process may be for its installation. One artifact, any set of roles. */
public enum Role {
  /** Users and files; the only one that touches storage. */
  GATEWAY,
  /** Peers, invitations, connections, shares, WebDAV; the only one with the store. */
  OCM,
  /** The LibreGraph API for people's clients. */
  GRAPH;

  /** The word used in {@code OCMFED_ROLES}, in origins of failures and for services. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
