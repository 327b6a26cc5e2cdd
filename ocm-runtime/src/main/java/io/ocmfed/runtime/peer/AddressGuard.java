package io.ocmfed.runtime.peer;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Which addresses a call to a peer may go to. A peer's domain is named by a person, but its address
 * by whoever runs its DNS: without this, a peer could make us call the cloud's metadata service or
 * ourselves. Private networks stay allowed, since organisations federate inside them.
 */
public final class AddressGuard {

  /** Metadata services that are not link-local: AWS (IPv6), Alibaba, Oracle, Azure. */
  private static final Set<String> METADATA =
      Set.of("fd00:ec2:0:0:0:0:0:254", "100.100.100.200", "192.0.0.192", "168.63.129.16");

  private final boolean loopbackAllowed;

  /**
   * @param loopbackAllowed takes loopback addresses; for demo and tests only
   */
  public AddressGuard(boolean loopbackAllowed) {
    this.loopbackAllowed = loopbackAllowed;
  }

  /** Why the address is refused, such as {@code is a loopback address}; empty when it is not. */
  public Optional<String> refusal(InetAddress address) {
    InetAddress real = embedded(address);
    if (real.isAnyLocalAddress() || isThisNetwork(real)) {
      return Optional.of("means no host in particular");
    }
    if (real.isLoopbackAddress()) {
      return loopbackAllowed ? Optional.empty() : Optional.of("is a loopback address");
    }
    if (real.isLinkLocalAddress()) {
      return Optional.of("is a link-local address");
    }
    if (real.isMulticastAddress() || isReserved(real)) {
      return Optional.of("is a multicast or reserved address");
    }
    if (METADATA.contains(real.getHostAddress())) {
      return Optional.of("is the address of a metadata service");
    }
    return Optional.empty();
  }

  /** The IPv4 address inside an IPv6 one that carries it (compatible, NAT64, 6to4), or itself. */
  private static InetAddress embedded(InetAddress address) {
    if (!(address instanceof Inet6Address six)) {
      return address;
    }
    byte[] bytes = six.getAddress();
    if (six.isIPv4CompatibleAddress() && !six.isAnyLocalAddress() && !six.isLoopbackAddress()) {
      return four(bytes, 12);
    }
    boolean nat64 =
        Arrays.equals(
            Arrays.copyOf(bytes, 12),
            new byte[] {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0});
    if (nat64) {
      return four(bytes, 12);
    }
    return bytes[0] == 0x20 && bytes[1] == 0x02 ? four(bytes, 2) : address;
  }

  private static InetAddress four(byte[] bytes, int from) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static boolean isThisNetwork(InetAddress address) {
    return address instanceof Inet4Address && address.getAddress()[0] == 0;
  }

  private static boolean isReserved(InetAddress address) {
    return address instanceof Inet4Address && (address.getAddress()[0] & 0xf0) == 0xf0;
  }
}
