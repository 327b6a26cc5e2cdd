package io.ocmfed.registry;

import java.util.Map;
import java.util.Optional;

/**
 * Where one process serves.
 *
 * @param id name of the node
 * @param address {@code host:port}, an IPv6 host in brackets; other forms, such as {@code unix:},
 *     occur
 * @param metadata what it says of itself; never null
 */
public record RegistryNode(String id, String address, Map<String, String> metadata) {

  public RegistryNode {
    id = id == null ? "" : id;
    address = address == null ? "" : address;
    metadata = metadata == null ? Map.of() : Map.copyOf(metadata);
  }

  /** The address of a TCP port. */
  public static String address(String host, int port) {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /** The IP address or name, without brackets; empty when the address is not of a TCP port. */
  public Optional<String> host() {
    return colon().map(at -> address.substring(0, at).replaceAll("^\\[|]$", ""));
  }

  /** The port; empty when the address is not of a TCP port. */
  public Optional<Integer> port() {
    return colon().map(at -> Integer.valueOf(address.substring(at + 1)));
  }

  private Optional<Integer> colon() {
    return address.matches("([^:/\\[\\]]+|\\[[0-9a-fA-F:.%]+]):[0-9]{1,5}")
        ? Optional.of(address.lastIndexOf(':'))
        : Optional.empty();
  }
}
