package io.ocmfed.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads from {@code /proc/net} on which IPv4 addresses some process of this machine listens. Most
 * JVMs listen through IPv6 sockets; those on mapped addresses ({@code ::ffff:127.97.0.1}) count.
 */
final class ListeningSockets {

  private static final String LISTEN = "0A";
  private static final String MAPPED = "0000000000000000FFFF0000";

  private ListeningSockets() {}

  /** The dotted addresses, whoever owns the sockets. */
  static Set<String> addresses() {
    try {
      Set<String> addresses = parse(Files.readAllLines(Path.of("/proc/net/tcp")));
      Path mapped = Path.of("/proc/net/tcp6");
      if (Files.exists(mapped)) {
        addresses.addAll(parse(Files.readAllLines(mapped)));
      }
      return addresses;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the sockets of this machine", e);
    }
  }

  static Set<String> parse(List<String> lines) {
    var addresses = new TreeSet<String>();
    for (String line : lines) {
      String[] columns = line.trim().split("\\s+");
      if (columns.length > 3 && columns[3].equals(LISTEN)) {
        String address = columns[1].substring(0, columns[1].indexOf(':'));
        if (address.length() == 8) {
          addresses.add(dotted(address));
        } else if (address.startsWith(MAPPED)) {
          addresses.add(dotted(address.substring(MAPPED.length())));
        }
      }
    }
    return addresses;
  }

  /** The kernel prints the address as one number in the machine's (little endian) byte order. */
  private static String dotted(String hex) {
    long number = Long.parseLong(hex, 16);
    return "%d.%d.%d.%d"
        .formatted(
            number & 0xff, (number >> 8) & 0xff, (number >> 16) & 0xff, (number >> 24) & 0xff);
  }
}
