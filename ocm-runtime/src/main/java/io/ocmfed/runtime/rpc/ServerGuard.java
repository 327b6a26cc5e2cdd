package io.ocmfed.runtime.rpc;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.ocmfed.runtime.settings.Role;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import io.ocmfed.runtime.web.FailureException;
import io.ocmfed.runtime.web.RequestId;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * What stands before every internal service: the token is checked, the request id is taken over
 * into the logging context, and what an implementation throws becomes a status with the whole
 * failure in its trailers.
 */
final class ServerGuard implements ServerInterceptor {

  private static final Logger LOG = Logger.getLogger(ServerGuard.class);
  private static final String SCHEME = "Bearer ";

  private final Role role;
  private final InternalToken token;

  ServerGuard(Role role, InternalToken token) {
    this.role = role;
    this.token = token;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String id = RequestId.accept(headers.get(CallHeaders.REQUEST_ID));
    OnceClosed<Q, A> once = new OnceClosed<>(call);
    if (!token.accepts(bearer(headers.get(CallHeaders.AUTHORIZATION)))) {
      Failure refused =
          Failure.of(
              Code.INTERNAL,
              role.word(),
              "The internal token was refused. Check that all roles mount the same internal"
                  + " Secret.");
      once.close(
          Status.UNAUTHENTICATED.withDescription("internal token"),
          FailureTrailer.trailers(refused));
      return new ServerCall.Listener<>() {};
    }
    ServerCall.Listener<Q> listener = RequestId.during(id, () -> next.startCall(once, headers));
    return new Guarded<>(listener, once, id);
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
    private final String id;

    Guarded(ServerCall.Listener<Q> delegate, OnceClosed<Q, A> call, String id) {
      super(delegate);
      this.call = call;
      this.id = id;
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
    }

    @Override
    public void onComplete() {
      guarded(super::onComplete);
    }

    private void guarded(Runnable step) {
      RequestId.during(
          id,
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

    OnceClosed(ServerCall<Q, A> call) {
      super(call);
    }

    @Override
    public void close(Status status, Metadata trailers) {
      if (closed.compareAndSet(false, true)) {
        super.close(status, trailers);
      }
    }
  }
}
