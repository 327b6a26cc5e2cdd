package io.ocmfed.crds;

/** Keys in the Secrets that our objects refer to. */
public final class SecretKeys {

  /** Bare token: of an invitation, of the admin API, or for NATS. */
  public static final String TOKEN = "token";

  /** Admin API only, optional: the token before the last rotation, still good. */
  public static final String PREVIOUS_TOKEN = "previousToken";

  /**
   * PEM certificates of a CA; in the admin Secret the one that signs the runtimes' certificates,
   * for NATS the one of the server's certificate.
   */
  public static final String CA_CERTIFICATE = "ca.crt";

  /** NATS only: the user. */
  public static final String USERNAME = "username";

  /** NATS only: the user's password. */
  public static final String PASSWORD = "password";

  /** The OCM invite string, base64url of {@code token@domain}. */
  public static final String INVITE = "invite";

  /** The invite as a link for a browser. */
  public static final String LINK = "link";

  private SecretKeys() {}
}
