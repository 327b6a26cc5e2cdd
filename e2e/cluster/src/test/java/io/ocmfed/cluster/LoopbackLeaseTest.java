package io.ocmfed.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoopbackLeaseTest {

  @TempDir Path directory;

  @Test
  void twoLeasesNeverMeet() {
    try (var one = LoopbackLease.take(directory);
        var other = LoopbackLease.take(directory)) {
      assertThat(one.range()).isNotEqualTo(other.range());
    }
  }

  @Test
  void aRangeGivenBackIsLeasedAgain() {
    LoopbackRange first;
    try (var lease = LoopbackLease.take(directory)) {
      first = lease.range();
    }
    try (var lease = LoopbackLease.take(directory)) {
      assertThat(lease.range()).isEqualTo(first);
    }
  }

  @Test
  void aRangeHeldByAnotherProcessIsNotGivenOut() throws Exception {
    LoopbackRange held;
    try (var lease = LoopbackLease.take(directory)) {
      held = lease.range();
    }
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LeaseHolder.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(other.inputReader().readLine()).isEqualTo(held.cidr());
      try (var lease = LoopbackLease.take(directory)) {
        assertThat(lease.range()).isNotEqualTo(held);
      }
    } finally {
      other.destroyForcibly().waitFor();
    }
    try (var lease = LoopbackLease.take(directory)) {
      assertThat(lease.range()).as("the lock died with the process").isEqualTo(held);
    }
  }

  @Test
  void aRangeInWhichSomebodyListensIsNotGivenOut() throws IOException {
    LoopbackRange free;
    try (var lease = LoopbackLease.take(directory)) {
      free = lease.range();
    }
    try (var remains = new ServerSocket(0, 1, InetAddress.getByName(free.podAddress(7)));
        var lease = LoopbackLease.take(directory)) {
      assertThat(remains.isBound()).isTrue();
      assertThat(lease.range()).isNotEqualTo(free);
    }
  }

  @Test
  void readsListenersAsTheKernelPrintsThem() {
    assertThat(
            ListeningSockets.parse(
                List.of(
                    "  sl  local_address rem_address   st tx_queue",
                    "   0: 0100617F:192B 00000000:0000 0A 00000000:00000000",
                    "   1: 0200617F:192B 00000000:0000 01 00000000:00000000",
                    "   2: 0000000000000000FFFF00000301617F:20FB 0:0 0A 0:0",
                    "   3: 00000000000000000000000001000000:20FB 0:0 0A 0:0")))
        .containsExactly("127.97.0.1", "127.97.1.3");
  }

  @Test
  void podAddressesStayApartFromServicesAndTheControlPlane() {
    var range = new LoopbackRange(97);
    assertThat(range.podAddress(0)).isEqualTo("127.97.1.1");
    assertThat(range.podAddress(253)).isEqualTo("127.97.1.254");
    assertThat(range.podAddress(254)).isEqualTo("127.97.2.1");
    assertThat(range.podAddress(LoopbackRange.POD_ADDRESSES - 1L)).isEqualTo("127.97.127.254");
    assertThat(range.podAddress(LoopbackRange.POD_ADDRESSES)).isEqualTo("127.97.1.1");
  }
}
