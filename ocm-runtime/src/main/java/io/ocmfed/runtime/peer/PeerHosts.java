package io.ocmfed.runtime.peer;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * Which addresses belong to a peer: HTTPS on the host of its domain, any port. A discovery document
 * or a share cannot send us, and the secrets that we send along, to another host; an installation
 * that has its API elsewhere is trusted under that name instead.
 */
final class PeerHosts {

  private PeerHosts() {}

  /** The host of a domain {@code host[:port]}, lower case; IPv6 addresses keep their brackets. */
  static String host(String domain) {
    String lower = domain.toLowerCase(Locale.ROOT);
    int colon = lower.lastIndexOf(':');
    return colon > lower.lastIndexOf(']') ? lower.substring(0, colon) : lower;
  }

  /** Whether the URI is one of the peer's. */
  static boolean owns(String domain, URI uri) {
    return refusal(domain, uri).isEmpty();
  }

  /** Why the URI is not one of the peer's; empty when it is. */
  static Optional<String> refusal(String domain, URI uri) {
    if (uri.getScheme() == null || uri.getHost() == null) {
      return Optional.of(uri + " is not an absolute address");
    }
    if (!uri.getScheme().equalsIgnoreCase("https")) {
      return Optional.of(uri + " is not an HTTPS address");
    }
    if (uri.getRawUserInfo() != null) {
      return Optional.of("an address with user information is not taken");
    }
    if (!uri.getHost().toLowerCase(Locale.ROOT).equals(host(domain))) {
      return Optional.of(uri + " is not on the host of " + domain);
    }
    return Optional.empty();
  }
}
