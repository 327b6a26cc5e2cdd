package io.ocmfed.operator.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import java.util.Optional;

/** One call that is made. End it exactly once. */
public final class CallSpan {

  private final Span span;

  CallSpan(Span span) {
    this.span = span;
  }

  /** The header {@code traceparent} (W3C Trace Context, 3.2); empty when nothing is recorded. */
  public Optional<String> traceparent() {
    SpanContext context = span.getSpanContext();
    return context.isValid()
        ? Optional.of(
            "00-%s-%s-%s"
                .formatted(
                    context.getTraceId(), context.getSpanId(), context.getTraceFlags().asHex()))
        : Optional.empty();
  }

  /** It is over, and worked. */
  public void end() {
    span.end();
  }

  /**
   * It is over, and did not work.
   *
   * @param why a word or phrase without addresses
   */
  public void failed(String why) {
    span.setStatus(StatusCode.ERROR, why);
    span.end();
  }
}
