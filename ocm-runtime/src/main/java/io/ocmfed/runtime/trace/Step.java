package io.ocmfed.runtime.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import java.util.function.Supplier;

/** One step of a trace: a request that is served, or a call that is made. End it exactly once. */
public final class Step {

  private final Span span;
  private final String traceparent;

  Step(Span span) {
    this.span = span;
    SpanContext context = span.getSpanContext();
    this.traceparent = context.isValid() ? TraceParent.format(context) : null;
  }

  /** What is passed on to those that are called in this step; null outside of any trace. */
  public String traceparent() {
    return traceparent;
  }

  /** Does a part of this step, on any thread. */
  public <T> T during(Supplier<T> work) {
    return TraceParent.during(traceparent, work);
  }

  /** As {@link #during(Supplier)}, without a result. */
  public void during(Runnable work) {
    TraceParent.during(traceparent, work);
  }

  /** From here on this thread (or Vert.x context) works for this step. */
  public void enter() {
    TraceParent.enter(traceparent);
  }

  /** Says more about this step; names as in OpenTelemetry's semantic conventions. No secrets. */
  public Step with(String name, String value) {
    span.setAttribute(name, value);
    return this;
  }

  /** As {@link #with(String, String)}. */
  public Step with(String name, long value) {
    span.setAttribute(name, value);
    return this;
  }

  /**
   * It did not work.
   *
   * @param why a code, such as those of docs/errors.md
   */
  public Step failed(String why) {
    span.setStatus(StatusCode.ERROR, why);
    return this;
  }

  /** It is over. */
  public void end() {
    span.end();
  }
}
