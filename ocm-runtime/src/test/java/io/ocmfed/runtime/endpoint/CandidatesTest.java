package io.ocmfed.runtime.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CandidatesTest {

  private static final Endpoint A = new Endpoint("127.0.0.1", 9142, null, null);
  private static final Endpoint B = new Endpoint("127.0.0.2", 9142, null, null);
  private static final Endpoint DNS = new Endpoint("127.0.0.3", 9142, null, null);

  @Test
  void aSilentAddressIsLeftOutWhileAnotherIsThere() {
    Candidates two = new Candidates(Optional.of(List.of(A, B)), List.of(), List.of());
    assertThat(usable(two, Map.of(A, Health.EJECTED, B, Health.READY))).containsExactly(B);
    assertThat(usable(two, Map.of(A, Health.EJECTED, B, Health.EJECTED))).containsExactly(A, B);
  }

  @Test
  void anEmptyTableLeavesAloneWhatWorksAndDialsNothingElse() {
    Candidates emptied = new Candidates(Optional.of(List.of()), List.of(A, B), List.of());
    assertThat(usable(emptied, Map.of(A, Health.READY, B, Health.FAILING))).containsExactly(A);
    assertThat(usable(emptied, Map.of(A, Health.FAILING, B, Health.FAILING))).isEmpty();
  }

  @Test
  void dnsJoinsTheTable() {
    Candidates both = new Candidates(Optional.of(List.of(A)), List.of(A), List.of(DNS));
    assertThat(usable(both, Map.of(A, Health.FAILING, DNS, Health.UNKNOWN)))
        .containsExactly(A, DNS);
  }

  @Test
  void aNewTableReplacesWhatWasUsed() {
    Candidates replaced = new Candidates(Optional.of(List.of(B)), List.of(A), List.of());
    assertThat(replaced.watched()).containsExactly(B);
  }

  private static List<Endpoint> usable(Candidates candidates, Map<Endpoint, Health> health) {
    return candidates.usable(health::get);
  }
}
