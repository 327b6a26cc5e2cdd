package io.ocmfed.runtime.trace;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;

/**
 * The trace that a thread works for, as the header {@value #HEADER} says it (W3C Trace Context,
 * 3.2). Kept in the logging context, beside the request id, so that it follows a request through
 * Vert.x and Jakarta REST and its trace id is in every log line.
 */
public final class TraceParent {

  public static final String HEADER = "traceparent";

  private static final String MDC_PARENT = "traceparent";
  private static final String MDC_TRACE = "traceId";

  /** Version 00; of later versions the first four fields mean the same. */
  private static final Pattern FORM =
      Pattern.compile("(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.{0,200})?");

  private TraceParent() {}

  /** What this thread works for, to be passed on; empty when it is in no trace. */
  public static Optional<String> current() {
    return Optional.ofNullable(MDC.get(MDC_PARENT)).map(Object::toString);
  }

  /** Does something within a trace; with null, as part of none. */
  public static <T> T during(String traceparent, Supplier<T> work) {
    Object before = MDC.get(MDC_PARENT);
    enter(traceparent);
    try {
      return work.get();
    } finally {
      enter(before == null ? null : before.toString());
    }
  }

  /** As {@link #during(String, Supplier)}, without a result. */
  public static void during(String traceparent, Runnable work) {
    during(
        traceparent,
        () -> {
          work.run();
          return null;
        });
  }

  /** From here on this thread (or Vert.x context) works for that trace; null leaves any. */
  static void enter(String traceparent) {
    SpanContext context = parse(traceparent);
    if (context.isValid()) {
      MDC.put(MDC_PARENT, format(context));
      MDC.put(MDC_TRACE, context.getTraceId());
    } else {
      MDC.remove(MDC_PARENT);
      MDC.remove(MDC_TRACE);
    }
  }

  /** What a header says; invalid when there is none, or none that can be read. */
  static SpanContext parse(String header) {
    Matcher matcher = header == null ? null : FORM.matcher(header);
    if (matcher == null || !matcher.matches()) {
      return SpanContext.getInvalid();
    }
    // All zeros make it invalid.
    return SpanContext.createFromRemoteParent(
        matcher.group(1),
        matcher.group(2),
        TraceFlags.fromHex(matcher.group(3), 0),
        TraceState.getDefault());
  }

  static String format(SpanContext context) {
    return "00-"
        + context.getTraceId()
        + "-"
        + context.getSpanId()
        + "-"
        + context.getTraceFlags().asHex();
  }
}
