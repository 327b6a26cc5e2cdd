package io.ocmfed.runtime.testing;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Has the kernel drop every packet for a socket, unnoticed by either side, as a network does whose
 * other end is gone: the socket wants packets that have come through no router (RFC 5082), with a
 * time to live that packets of this machine do not have. Any user may ask that of a socket of his
 * own; Linux only.
 */
final class PacketFilter {

  private static final int IPPROTO_IP = 0;
  private static final int IP_MINTTL = 21;
  private static final MethodHandle SET_SOCKET_OPTION = setSocketOption();

  private PacketFilter() {}

  /** From now on all that arrives for this socket is dropped, connects included. */
  static void dropAll(int socket) {
    accept(socket, 255);
  }

  /** Everything arrives again. */
  static void dropNothing(int socket) {
    accept(socket, 0);
  }

  private static void accept(int socket, int leastTimeToLive) {
    try (Arena arena = Arena.ofConfined()) {
      set(socket, IP_MINTTL, arena.allocateFrom(ValueLayout.JAVA_INT, leastTimeToLive));
    }
  }

  private static void set(int socket, int option, MemorySegment value) {
    int result;
    try {
      result =
          (int)
              SET_SOCKET_OPTION.invokeExact(
                  socket, IPPROTO_IP, option, value, (int) value.byteSize());
    } catch (Throwable thrown) {
      throw new IllegalStateException(thrown);
    }
    if (result != 0) {
      throw new IllegalStateException("setsockopt refused option " + option);
    }
  }

  @SuppressWarnings("restricted")
  private static MethodHandle setSocketOption() {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().find("setsockopt").orElseThrow(),
        FunctionDescriptor.of(
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT,
            ValueLayout.ADDRESS,
            ValueLayout.JAVA_INT));
  }
}
