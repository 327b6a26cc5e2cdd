package io.ocmfed.runtime.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {

  private static final String GOOD = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @Test
  void aHeaderIsReadAndWrittenAsItCame() {
    SpanContext read = TraceParent.parse(GOOD);
    assertThat(read.isValid()).isTrue();
    assertThat(read.isSampled()).isTrue();
    assertThat(TraceParent.format(read)).isEqualTo(GOOD);
  }

  @Test
  void ofALaterVersionTheKnownPartIsRead() {
    assertThat(TraceParent.parse(GOOD.replaceFirst("00", "01") + "-more").isValid()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\nX-Evil: 1"
      })
  void whatIsNoTraceparentBelongsToNoTrace(String header) {
    assertThat(TraceParent.parse(header).isValid()).isFalse();
  }

  @Test
  void withoutACollectorATraceIsPassedOnAsItIsAndNoneIsBegun() {
    Spans off = Spans.off();
    assertThat(off.served("x", GOOD, "r").traceparent()).isEqualTo(GOOD);
    assertThat(off.served("x", null, "r").traceparent()).isNull();
    String passedOn = TraceParent.during(GOOD, () -> off.called("y").traceparent());
    assertThat(passedOn).isEqualTo(GOOD);
    assertThat(TraceParent.current()).isEmpty();
  }
}
