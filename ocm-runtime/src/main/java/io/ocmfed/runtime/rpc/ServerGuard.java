package io.ocmfed.runtime.rpc;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.ocmfed.runtime.settings.Role;
import io.ocmfed.runtime.trace.Spans;
import io.ocmfed.runtime.trace.Step;
import io.ocmfed.runtime.web.AnswerLog;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import io.ocmfed.runtime.web.FailureException;
import io.ocmfed.runtime.web.RequestId;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * What stands before every internal service: the token is checked, the request id and the trace are
 * taken over into the logging context, and what an implementation throws becomes a status with the
 * whole failure in its trailers.
 */
final class ServerGuard implements ServerInterceptor {

  private static final Logger LOG = Logger.getLogger(ServerGuard.class);
  private static final String SCHEME = "Bearer ";

  private final Role role;
  private final InternalToken token;
  private final Spans spans;

  ServerGuard(Role role, InternalToken token, Spans spans) {
    this.role = role;
    this.token = token;
    this.spans = spans;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String id = RequestId.accept(headers.get(CallHeaders.REQUEST_ID));
    if (!token.accepts(bearer(headers.get(CallHeaders.AUTHORIZATION)))) {
      Failure refused =
          Failure.of(
              Code.INTERNAL,
              role.word(),
              "The internal token was refused. Check that all roles mount the same internal"
                  + " Secret.");
      call.close(
          Status.UNAUTHENTICATED.withDescription("internal token"),
          FailureTrailer.trailers(refused));
      return new ServerCall.Listener<>() {};
    }
    Step step =
        spans
            .served(
                call.getMethodDescriptor().getFullMethodName(),
                headers.get(CallHeaders.TRACEPARENT),
                id)
            .with("ocmfed.role", role.word());
    OnceClosed<Q, A> once = new OnceClosed<>(call, id, step);
    ServerCall.Listener<Q> listener =
        RequestId.during(id, () -> step.during(() -> next.startCall(once, headers)));
    return new Guarded<>(listener, once);
  }

  private static String bearer(String authorization) {
    return authorization != null && authorization.startsWith(SCHEME)
        ? authorization.substring(SCHEME.length())
        : null;
  }

  private Failure failureOf(Throwable thrown, String method) {
    if (thrown instanceof FailureException known) {
      return known.failure();
    }
    LOG.errorf(thrown, "event=internal-error method=%s", method);
    return Failure.of(
        Code.INTERNAL,
        role.word(),
        "Something went wrong inside; the log of the "
            + role.word()
            + " service has it under request id "
            + RequestId.current()
            + ".");
  }

  private final class Guarded<Q, A> extends SimpleForwardingServerCallListener<Q> {

    private final OnceClosed<Q, A> call;

    Guarded(ServerCall.Listener<Q> delegate, OnceClosed<Q, A> call) {
      super(delegate);
      this.call = call;
    }

    @Override
    public void onMessage(Q message) {
      guarded(() -> super.onMessage(message));
    }

    @Override
    public void onHalfClose() {
      guarded(super::onHalfClose);
    }

    @Override
    public void onReady() {
      guarded(super::onReady);
    }

    @Override
    public void onCancel() {
      guarded(super::onCancel);
      call.over(Status.CANCELLED);
    }

    @Override
    public void onComplete() {
      guarded(super::onComplete);
      call.over(Status.OK);
    }

    private void guarded(Runnable step) {
      call.within(
          () -> {
            try {
              step.run();
            } catch (RuntimeException thrown) {
              Failure failure = failureOf(thrown, call.getMethodDescriptor().getFullMethodName());
              call.close(FailureTrailer.status(failure), FailureTrailer.trailers(failure));
            }
          });
    }
  }

  /** A call that may be closed more than once; the first counts. */
  private static final class OnceClosed<Q, A>
      extends io.grpc.ForwardingServerCall.SimpleForwardingServerCall<Q, A> {

    private final AtomicBoolean closed = new AtomicBoolean();
    private final String id;
    private final Step step;

    OnceClosed(ServerCall<Q, A> call, String id, Step step) {
      super(call);
      this.id = id;
      this.step = step;
    }

    /** Under the request id and in the trace of this call, on any thread. */
    void within(Runnable work) {
      RequestId.during(id, () -> step.during(work));
    }

    @Override
    public void close(Status status, Metadata trailers) {
      if (closed.compareAndSet(false, true)) {
        within(() -> tell(status, trailers));
        super.close(status, trailers);
      }
    }

    private void tell(Status status, Metadata trailers) {
      AnswerLog.answered(getMethodDescriptor().getFullMethodName(), status.getCode());
      FailureTrailer.read(trailers)
          .ifPresent(
              failure -> {
                step.failed(failure.code().name());
                AnswerLog.failed(failure);
              });
    }

    /** gRPC says so once, last of all. */
    void over(Status how) {
      if (!how.isOk()) {
        step.failed(how.getCode().name());
      }
      step.end();
    }
  }
}
