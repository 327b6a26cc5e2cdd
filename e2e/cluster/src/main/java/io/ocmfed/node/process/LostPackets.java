package io.ocmfed.node.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Has the kernel drop the packets that arrive for another process's TCP sockets, as a network does
 * that has lost its host: no answer, no reset, and new connections are neither accepted nor
 * refused.
 *
 * <p>It needs no privilege. The sockets are borrowed by {@code pidfd_getfd(2)}, as the user who
 * runs the process may, and told to take only packets with a time to live of 255 ({@code
 * IP_MINTTL}, RFC 5082), which nobody here sends. Linux 5.6 or newer, IPv4.
 */
final class LostPackets {

  private static final long PIDFD_OPEN = 434;
  private static final long PIDFD_GETFD = 438;
  private static final int IPPROTO_IP = 0;
  private static final int IP_MINTTL = 21;
  private static final int MOST = 255;

  private static final MethodHandle SYSCALL =
      handle(
          "syscall",
          ValueLayout.JAVA_LONG,
          Linker.Option.firstVariadicArg(1),
          ValueLayout.JAVA_LONG,
          ValueLayout.JAVA_LONG,
          ValueLayout.JAVA_LONG,
          ValueLayout.JAVA_LONG);
  private static final MethodHandle SETSOCKOPT =
      handle(
          "setsockopt",
          ValueLayout.JAVA_INT,
          null,
          ValueLayout.JAVA_INT,
          ValueLayout.JAVA_INT,
          ValueLayout.JAVA_INT,
          ValueLayout.ADDRESS,
          ValueLayout.JAVA_INT);
  private static final MethodHandle CLOSE =
      handle("close", ValueLayout.JAVA_INT, null, ValueLayout.JAVA_INT);

  private LostPackets() {}

  /**
   * Drops what arrives for all TCP sockets that the process has.
   *
   * @return how many there are; 0 also where the kernel does not let us
   */
  static int begin(long pid) {
    return set(pid, MOST);
  }

  /** Everything arrives again. */
  static void end(long pid) {
    set(pid, 0);
  }

  /** Looks again until it finds no more: one may have been accepted while we looked. */
  private static int set(long pid, int leastTimeToLive) {
    var done = new HashSet<Integer>();
    int process = Math.toIntExact(syscall(PIDFD_OPEN, pid, 0, 0));
    if (process < 0) {
      return 0; // ended
    }
    try {
      int before;
      do {
        before = done.size();
        for (int socket : socketsOf(pid)) {
          if (!done.contains(socket) && set(process, socket, leastTimeToLive)) {
            done.add(socket);
          }
        }
      } while (done.size() > before);
      return done.size();
    } finally {
      close(process);
    }
  }

  private static boolean set(int process, int socket, int leastTimeToLive) {
    int borrowed = Math.toIntExact(syscall(PIDFD_GETFD, process, socket, 0));
    if (borrowed < 0) {
      return false;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocateFrom(ValueLayout.JAVA_INT, leastTimeToLive);
      // Refused for sockets that are not of the Internet.
      return (int)
              SETSOCKOPT.invokeExact(borrowed, IPPROTO_IP, IP_MINTTL, value, (int) value.byteSize())
          == 0;
    } catch (Throwable thrown) {
      throw new IllegalStateException(thrown);
    } finally {
      close(borrowed);
    }
  }

  private static Set<Integer> socketsOf(long pid) {
    var sockets = new HashSet<Integer>();
    try (DirectoryStream<Path> descriptors =
        Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
      for (Path descriptor : descriptors) {
        if (isSocket(descriptor)) {
          sockets.add(Integer.valueOf(descriptor.getFileName().toString()));
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return sockets; // ended meanwhile
    }
    return sockets;
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException e) {
      return false; // closed while we looked
    }
  }

  private static long syscall(long number, long first, long second, long third) {
    try {
      return (long) SYSCALL.invokeExact(number, first, second, third);
    } catch (Throwable thrown) {
      throw new IllegalStateException(thrown);
    }
  }

  private static void close(int descriptor) {
    try {
      int ignored = (int) CLOSE.invokeExact(descriptor);
    } catch (Throwable thrown) {
      throw new IllegalStateException(thrown);
    }
  }

  @SuppressWarnings("restricted")
  private static MethodHandle handle(
      String function, MemoryLayout result, Linker.Option option, MemoryLayout... arguments) {
    Linker linker = Linker.nativeLinker();
    MemorySegment address = linker.defaultLookup().find(function).orElseThrow();
    FunctionDescriptor descriptor = FunctionDescriptor.of(result, arguments);
    return option == null
        ? linker.downcallHandle(address, descriptor)
        : linker.downcallHandle(address, descriptor, option);
  }
}
