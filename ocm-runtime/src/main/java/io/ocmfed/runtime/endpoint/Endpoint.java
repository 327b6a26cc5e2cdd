package io.ocmfed.runtime.endpoint;

import java.util.Objects;

/**
 * One address of a service.
 *
 * @param host an IP address, or a name when it comes from DNS in a test
 * @param zone where it runs; null when unknown
 * @param pod its pod; null when unknown
 */
public record Endpoint(String host, int port, String zone, String pod) {

  public Endpoint {
    Objects.requireNonNull(host);
    if (host.isBlank() || port < 1 || port > 65535) {
      throw new IllegalArgumentException("not an address: " + host + ":" + port);
    }
  }

  /** The address without the rest; what calls are counted by. */
  public String address() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
