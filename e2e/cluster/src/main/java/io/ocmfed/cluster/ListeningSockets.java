package io.ocmfed.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads from {@code /proc/net/tcp} on which IPv4 addresses some process of this machine listens. */
final class ListeningSockets {

  private static final String LISTEN = "0A";

  private ListeningSockets() {}

  /** The dotted addresses, whoever owns the sockets. */
  static Set<String> addresses() {
    try {
      return parse(Files.readAllLines(Path.of("/proc/net/tcp")));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the sockets of this machine", e);
    }
  }

  static Set<String> parse(List<String> lines) {
    var addresses = new TreeSet<String>();
    for (String line : lines) {
      String[] columns = line.trim().split("\\s+");
      if (columns.length > 3 && columns[3].equals(LISTEN)) {
        addresses.add(dotted(columns[1].substring(0, 8)));
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
