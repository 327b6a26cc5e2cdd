package io.ocmfed.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DistributionTest {

  @Test
  void aQuantileIsAValueThatWasMeasured() {
    var hundred =
        Distribution.ofNanos(
            LongStream.rangeClosed(1, 100).map(n -> n * 1_000_000).boxed().toList());
    assertThat(hundred.median()).isEqualTo(50);
    assertThat(hundred.p99()).isEqualTo(99);
    assertThat(hundred.max()).isEqualTo(100);
    assertThat(Distribution.ofNanos(List.of(7_000_000L, 3_000_000L)).p99()).isEqualTo(7);
  }

  @Test
  void nothingMeasuredIsNoFigure() {
    assertThat(Distribution.ofNanos(List.of()).median()).isNaN();
    assertThat(Report.number(Distribution.ofNanos(List.of()).max())).isEqualTo("-");
  }
}
