package io.ocmfed.runtime.trace;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;

/** Begins the steps that this process takes in traces. */
public final class Spans {

  private final Tracer tracer;

  public Spans(OpenTelemetry telemetry) {
    this.tracer = telemetry.getTracer("io.ocmfed");
  }

  /** Records nothing; a trace that came in is passed on as it is. */
  public static Spans off() {
    return new Spans(OpenTelemetry.noop());
  }

  /**
   * A request that is served.
   *
   * @param name of few values: no ids, no paths of users
   * @param header {@value TraceParent#HEADER} of the request; null or nonsense begins a trace
   */
  public Step served(String name, String header, String requestId) {
    return begin(name, SpanKind.SERVER, header).with("ocmfed.request_id", requestId);
  }

  /**
   * A call that is made, in the trace that this thread works for.
   *
   * @param name of few values
   */
  public Step called(String name) {
    return begin(name, SpanKind.CLIENT, TraceParent.current().orElse(null));
  }

  private Step begin(String name, SpanKind kind, String parent) {
    Context context = Context.root().with(Span.wrap(TraceParent.parse(parent)));
    return new Step(tracer.spanBuilder(name).setSpanKind(kind).setParent(context).startSpan());
  }
}
