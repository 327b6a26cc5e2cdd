package io.ocmfed.runtime.store;

/**
 * A user of a peer.
 *
 * @param user as the peer sent it, byte for byte
 * @param name display name; null when unknown
 * @param mail null when unknown
 */
public record Remote(String domain, String user, String name, String mail) {

  /** A user of whom only the address is known. */
  public static Remote of(String domain, String user) {
    return new Remote(domain, user, null, null);
  }

  /** The OCM address, {@code user@domain}. */
  public String address() {
    return user + "@" + domain;
  }
}
