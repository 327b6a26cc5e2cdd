package io.ocmfed.crds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireDurationTest {

  @ParameterizedTest
  @CsvSource({
    "720h, PT720H",
    "1h30m, PT1H30M",
    "30m1h, PT1H30M",
    "5m, PT5M",
    "500ms, PT0.5S",
    "1h1m1s1ms, PT1H1M1.001S",
    "0s, PT0S"
  })
  void isReadAsWritten(String text, Duration expected) {
    assertThat(new WireDuration(text).toDuration()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "30d", "-1h", "1.5h", "100000h", "1h1h1h1h1h", "1 h", "P30D"})
  void saysWhatToWriteInstead(String text) {
    WireDuration duration = new WireDuration(text);
    assertThatThrownBy(duration::toDuration)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("720h");
  }
}
