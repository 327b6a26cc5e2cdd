package io.ocmfed.node.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * On which addresses processes listen, from {@code /proc/net/tcp} and {@code tcp6}. All pods share
 * the machine's network, so nothing but this check keeps one pod out of another's address.
 */
public final class Listeners {

  private static final String LISTEN = "0A";
  private static final String LISTEN_COLUMN = " " + LISTEN + " ";
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;

  private Listeners() {}

  /** A listening TCP socket; the address is dotted for IPv4, also where it is mapped into IPv6. */
  public record Listener(String address, int port, long inode) {
    @Override
    public String toString() {
      return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
    }
  }

  /** What the processes listen on; those that have ended or may not be read have none. */
  public static List<Listener> of(Set<Long> pids) throws IOException {
    var inodes = new HashSet<Long>();
    for (long pid : pids) {
      inodes.addAll(socketsOf(pid));
    }
    var found = new ArrayList<Listener>();
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      if (Files.exists(Path.of(table))) {
        parse(Files.readAllLines(Path.of(table))).stream()
            .filter(listener -> inodes.contains(listener.inode()))
            .forEach(found::add);
      }
    }
    return found;
  }

  static List<Listener> parse(List<String> lines) {
    var found = new ArrayList<Listener>();
    for (String line : lines) {
      // Most lines are connections, thousands on a busy machine: look closely at few.
      if (!line.contains(LISTEN_COLUMN)) {
        continue;
      }
      String[] columns = line.trim().split("\\s+");
      if (columns.length > INODE && columns[STATE].equals(LISTEN)) {
        int colon = columns[LOCAL_ADDRESS].indexOf(':');
        found.add(
            new Listener(
                address(columns[LOCAL_ADDRESS].substring(0, colon)),
                Integer.parseInt(columns[LOCAL_ADDRESS].substring(colon + 1), 16),
                Long.parseLong(columns[INODE])));
      }
    }
    return found;
  }

  /** The kernel prints each 32 bit word of an address in the machine's little endian order. */
  private static String address(String hex) {
    byte[] printed = HexFormat.of().parseHex(hex);
    byte[] address = new byte[printed.length];
    for (int i = 0; i < printed.length; i++) {
      address[i] = printed[(i & ~3) + 3 - (i & 3)];
    }
    try {
      // Java turns an IPv4 address mapped into IPv6 back into IPv4 by itself.
      return InetAddress.getByAddress(address).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not an address: " + hex, e);
    }
  }

  private static Set<Long> socketsOf(long pid) {
    var inodes = new HashSet<Long>();
    try (DirectoryStream<Path> descriptors =
        Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
      for (Path descriptor : descriptors) {
        socketInode(descriptor).ifPresent(inodes::add);
      }
    } catch (IOException | DirectoryIteratorException e) {
      return inodes; // ended meanwhile
    }
    return inodes;
  }

  private static OptionalLong socketInode(Path descriptor) {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      return target.startsWith("socket:[")
          ? OptionalLong.of(Long.parseLong(target.substring(8, target.length() - 1)))
          : OptionalLong.empty();
    } catch (IOException e) {
      return OptionalLong.empty(); // closed while we looked
    }
  }
}
