package io.ocmfed.registry;

import java.util.Optional;

/**
 * Where a NATS server is and how to be let in.
 *
 * @param url {@code nats://} or {@code tls://}, host and port, no user
 * @param username with {@code password}
 * @param password with {@code username}
 * @param token instead of the two
 * @param caCertificates PEM; the system's are trusted when absent
 */
public record NatsAccess(
    String url,
    Optional<String> username,
    Optional<String> password,
    Optional<String> token,
    Optional<String> caCertificates) {

  /** Without any credentials. */
  public static NatsAccess of(String url) {
    return new NatsAccess(
        url, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Without what is secret. */
  @Override
  public String toString() {
    return "NatsAccess[" + url + "]";
  }
}
