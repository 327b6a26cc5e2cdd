package io.ocmfed.node.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ListenersTest {

  private static final String HEADER = "  sl  local_address rem_address   st ...";

  @Test
  void listeningSocketsAreReadAsTheKernelPrintsThem() {
    var lines =
        List.of(
            HEADER,
            "   0: 0101617F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 77 1",
            "   1: 0101617F:1F91 0100007F:0050 01 00000000:00000000 00:00000000 00000000 0 0 78 1",
            "   2: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 79 1");
    assertThat(Listeners.parse(lines))
        .containsExactly(
            new Listeners.Listener("127.97.1.1", 8080, 77),
            new Listeners.Listener("0.0.0.0", 80, 79));
  }

  @Test
  void anIpv4AddressInsideIpv6IsIpv4() {
    var lines =
        List.of(
            HEADER,
            "   0: 0000000000000000FFFF00000101617F:20FB 00000000000000000000000000000000:0000 0A"
                + " 00000000:00000000 00:00000000 00000000 0 0 77 1");
    assertThat(Listeners.parse(lines))
        .containsExactly(new Listeners.Listener("127.97.1.1", 8443, 77));
  }

  @Test
  void aProcessHasItsOwnListenersOnly() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThat(Listeners.of(Set.of(ProcessHandle.current().pid())))
          .anySatisfy(
              listener -> {
                assertThat(listener.address()).isEqualTo("127.0.0.1");
                assertThat(listener.port()).isEqualTo(socket.getLocalPort());
              });
      assertThat(Listeners.of(Set.of(1L << 40)))
          .noneMatch(listener -> listener.port() == socket.getLocalPort());
    }
  }
}
