package io.ocmfed.cluster;

/**
 * A /16 below 127.0.0.0/8 that one embedded cluster has for itself: its control plane, every
 * Service and every pod listen on addresses of their own in it. Linux answers on all of them
 * without any configuration, and an address that nobody listens on refuses connections, as a dead
 * pod does.
 *
 * @param secondOctet the x of 127.x.0.0/16, from 1 to 254
 */
public record LoopbackRange(int secondOctet) {

  /** How many pod addresses a range holds. */
  public static final int POD_ADDRESSES = 127 * 254;

  public LoopbackRange {
    if (secondOctet < 1 || secondOctet > 254) {
      throw new IllegalArgumentException(
          "not the second octet of a loopback range: " + secondOctet);
    }
  }

  /** The whole range, such as {@code 127.97.0.0/16}. */
  public String cidr() {
    return "127." + secondOctet + ".0.0/16";
  }

  /** Where etcd, the API server and its companions listen, such as {@code 127.97.0.1}. */
  public String controlPlaneAddress() {
    return "127." + secondOctet + ".0.1";
  }

  /** The address of the one node, such as {@code 127.97.0.2}. */
  public String nodeAddress() {
    return "127." + secondOctet + ".0.2";
  }

  /** The upper half, from which the API server allocates cluster IPs. */
  public String serviceCidr() {
    return "127." + secondOctet + ".128.0/17";
  }

  /** The cluster IP that the API server gives to the Service {@code kubernetes}. */
  public String firstServiceAddress() {
    return "127." + secondOctet + ".128.1";
  }

  /** The lower half without its first /24, from which the node allocates pod IPs. */
  public String podCidr() {
    return "127." + secondOctet + ".0.0/17";
  }

  /**
   * The address of the n-th pod, from {@code 127.x.1.1} to {@code 127.x.127.254}; after the last
   * one it begins again, so that an address is used anew as late as possible.
   */
  public String podAddress(long n) {
    long index = Math.floorMod(n, (long) POD_ADDRESSES);
    return "127." + secondOctet + "." + (1 + index / 254) + "." + (1 + index % 254);
  }

  /** Whether the dotted address lies in this range. */
  public boolean contains(String address) {
    return address.startsWith("127." + secondOctet + ".");
  }
}
