package io.ocmfed.runtime.rpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.ocmfed.runtime.trace.Spans;
import io.ocmfed.runtime.trace.Step;
import io.ocmfed.runtime.trace.TraceParent;
import io.ocmfed.runtime.web.RequestId;

/**
 * What every call to another role carries: the internal token, the request id and the trace, of
 * which the call is a step.
 */
public final class CallHeaders implements ClientInterceptor {

  static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  static final Metadata.Key<String> REQUEST_ID =
      Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER);
  static final Metadata.Key<String> TRACEPARENT =
      Metadata.Key.of(TraceParent.HEADER, Metadata.ASCII_STRING_MARSHALLER);

  private final InternalToken token;
  private final Spans spans;

  public CallHeaders(InternalToken token, Spans spans) {
    this.token = token;
    this.spans = spans;
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void start(Listener<A> listener, Metadata headers) {
        token.value().ifPresent(value -> headers.put(AUTHORIZATION, "Bearer " + value));
        String id = RequestId.current();
        headers.put(REQUEST_ID, id);
        Step step = spans.called(method.getFullMethodName()).with("ocmfed.request_id", id);
        if (step.traceparent() != null) {
          headers.put(TRACEPARENT, step.traceparent());
        }
        super.start(new Ending<>(listener, step), headers);
      }
    };
  }

  /** The step is over when the call is, however that happens. */
  private static final class Ending<A> extends SimpleForwardingClientCallListener<A> {

    private final Step step;

    Ending(ClientCall.Listener<A> delegate, Step step) {
      super(delegate);
      this.step = step;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      if (!status.isOk()) {
        step.failed(status.getCode().name());
      }
      step.end();
      super.onClose(status, trailers);
    }
  }
}
