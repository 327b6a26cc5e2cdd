package io.ocmfed.runtime.inbound;

import java.util.Locale;

/** Domains of peers as they are written in messages, read leniently (ocm-protocol.md 12.13). */
public final class Domains {

  private Domains() {}

  /** Lower case, without scheme, path and default port. */
  public static String normal(String written) {
    String domain = written.strip().toLowerCase(Locale.ROOT);
    int scheme = domain.indexOf("://");
    if (scheme >= 0) {
      domain = domain.substring(scheme + 3);
    }
    int path = domain.indexOf('/');
    if (path >= 0) {
      domain = domain.substring(0, path);
    }
    return domain.endsWith(":443") ? domain.substring(0, domain.length() - 4) : domain;
  }

  /** Without the port. */
  public static String host(String domain) {
    int colon = domain.lastIndexOf(':');
    return colon > domain.lastIndexOf(']') ? domain.substring(0, colon) : domain;
  }

  /** The domain in an OCM address: all after the last at sign, or after its scheme. */
  public static String ofAddress(String address) {
    return normal(address.substring(cut(address) + 1));
  }

  /** The user in an OCM address, byte for byte. */
  public static String userOf(String address) {
    return address.substring(0, Math.max(0, cut(address)));
  }

  private static int cut(String address) {
    return address.lastIndexOf('@');
  }
}
