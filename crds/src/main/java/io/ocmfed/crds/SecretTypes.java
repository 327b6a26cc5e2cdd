package io.ocmfed.crds;

/**
 * The only types of Secret that the operator reads; anything else is {@code SecretTypeNotAllowed}.
 */
public final class SecretTypes {

  /** Holds an invitation token, see {@link SecretKeys}. */
  public static final String INVITE_TOKEN = OcmApi.GROUP + "/invite-token";

  /** Holds the bearer token and the CA of an installation's admin API. */
  public static final String ADMIN_TOKEN = OcmApi.GROUP + "/admin-token";

  /** Holds what a NATS server asks for. */
  public static final String NATS_CREDENTIALS = OcmApi.GROUP + "/nats-credentials";

  private SecretTypes() {}
}
