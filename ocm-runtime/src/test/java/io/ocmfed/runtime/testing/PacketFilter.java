package io.ocmfed.runtime.testing;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Has the kernel drop every packet for a socket, unnoticed by either side, as a network does whose
 * other end is gone. A filter that any user may attach to a socket of his own; Linux only.
 */
final class PacketFilter {

  private static final int SOL_SOCKET = 1;
  private static final int SO_ATTACH_FILTER = 26;
  private static final int SO_DETACH_FILTER = 27;
  private static final short RETURN_CONSTANT = 0x06;
  private static final MethodHandle SET_SOCKET_OPTION = setSocketOption();

  private PacketFilter() {}

  /** From now on all that arrives for this socket is dropped, connects included. */
  static void dropAll(int socket) {
    try (Arena arena = Arena.ofConfined()) {
      // struct sock_filter {u16 code; u8 jt; u8 jf; u32 k}: return 0, of a packet keep 0 bytes.
      MemorySegment instruction = arena.allocate(8, 4);
      instruction.set(ValueLayout.JAVA_SHORT, 0, RETURN_CONSTANT);
      // struct sock_fprog {u16 len; struct sock_filter *filter}
      MemorySegment program = arena.allocate(16, 8);
      program.set(ValueLayout.JAVA_SHORT, 0, (short) 1);
      program.set(ValueLayout.ADDRESS, 8, instruction);
      set(socket, SO_ATTACH_FILTER, program);
    }
  }

  /** Everything arrives again. */
  static void dropNothing(int socket) {
    try (Arena arena = Arena.ofConfined()) {
      set(socket, SO_DETACH_FILTER, arena.allocate(16, 8));
    }
  }

  private static void set(int socket, int option, MemorySegment value) {
    int result;
    try {
      result =
          (int)
              SET_SOCKET_OPTION.invokeExact(
                  socket, SOL_SOCKET, option, value, (int) value.byteSize());
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
