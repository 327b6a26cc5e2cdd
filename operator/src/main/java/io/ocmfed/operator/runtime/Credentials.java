package io.ocmfed.operator.runtime;

import java.util.Optional;

/**
 * What a call of the admin API needs to be let in, and to know whom it talks to.
 *
 * @param token the bearer token
 * @param previousToken the token before the last rotation, which runtimes may still hold
 * @param caCertificate PEM of the CA that signed the runtimes' certificates
 */
public record Credentials(String token, Optional<String> previousToken, String caCertificate) {

  @Override
  public String toString() {
    return "Credentials[hidden]";
  }
}
