package io.ocmfed.operator.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocmfed.operator.runtime.Endpoint;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FlapsTest {

  private final Flaps flaps = new Flaps();

  @Test
  void aPodThatReturnsUnderItsNameHasFlapped() {
    assertThat(flaps.change(table("a", "b"), table("a"))).isZero();
    assertThat(flaps.change(table("a"), table("a", "b"))).isEqualTo(1);
    assertThat(flaps.change(table("a", "b"), table())).isZero();
    assertThat(flaps.change(table(), table("a", "b"))).isEqualTo(2);
  }

  @Test
  void aRollingUpdateIsNoFlap() {
    assertThat(flaps.change(table("a"), table("a", "b"))).isZero();
    assertThat(flaps.change(table("a", "b"), table("b"))).isZero();
  }

  @Test
  void aPodThatStaysHasNotFlappedHoweverOftenItsAddressChanges() {
    assertThat(flaps.change(table("a"), List.of(new Endpoint("127.0.0.8", 1, null, "a")))).isZero();
  }

  @Test
  void podsThatNeverComeBackAreForgotten() {
    for (int n = 0; n < 2000; n++) {
      flaps.change(table("p" + n), table("p" + (n + 1)));
    }
    assertThat(flaps.change(table(), table("p0"))).isZero();
    assertThat(flaps.change(table(), table("p1999"))).isEqualTo(1);
  }

  private static List<Endpoint> table(String... pods) {
    return Stream.of(pods).map(pod -> new Endpoint("127.0.0.9", 9142, null, pod)).toList();
  }
}
