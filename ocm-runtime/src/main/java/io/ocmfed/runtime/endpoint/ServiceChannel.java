package io.ocmfed.runtime.endpoint;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.ocmfed.runtime.rpc.CallHeaders;
import io.ocmfed.runtime.rpc.FailureTrailer;
import io.ocmfed.runtime.web.Failure;
import io.ocmfed.runtime.web.FailureException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Calls to one service, wherever it is at the moment. A call waits for an endpoint if there is
 * none, and one that may be repeated is repeated until it is answered or the wait is over.
 */
public final class ServiceChannel implements AutoCloseable {

  /** How often one that waits for an answer looks whether it waits in vain. */
  public static final Duration LOOK = Duration.ofMillis(500);

  private final ManagedChannel channel;
  private final Channel calls;
  private final ReadyGate gate;
  private final CallPolicy policy;
  private final Traffic traffic;
  private final ServiceEndpoints endpoints;
  private final Outage outage;
  private final Duration wait;

  ServiceChannel(
      ManagedChannel channel,
      CallHeaders headers,
      CallPolicy policy,
      Traffic traffic,
      ServiceEndpoints endpoints,
      Outage outage,
      Duration wait,
      int waiters) {
    this.channel = channel;
    this.calls = ClientInterceptors.intercept(channel, headers);
    this.gate = new ReadyGate(channel, endpoints::answering, waiters);
    endpoints.whenMoved(gate::moved);
    this.policy = policy;
    this.traffic = traffic;
    this.endpoints = endpoints;
    this.outage = outage;
    this.wait = wait;
  }

  /**
   * A unary call; blocks.
   *
   * @param limit of the call itself, apart from waiting for an endpoint
   * @throws FailureException what the service answered, unchanged; or that none answered
   */
  public <Q, A> A call(MethodDescriptor<Q, A> method, Q request, Duration limit) {
    Attempts attempts = begin(method.getBareMethodName());
    boolean repeatable = policy.repeatable(method);
    while (true) {
      attempts.awaitEndpoint();
      CallOptions options =
          attempts
              .options()
              .withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS)
              .withExecutor(MoreExecutors.directExecutor());
      try {
        return answer(
            ClientCalls.futureUnaryCall(calls.newCall(method, options), request),
            () -> repeatable && attempts.stranded());
      } catch (StatusRuntimeException e) {
        attempts.lost(e, repeatable);
      }
    }
  }

  /**
   * Waits for the answer, which the call's own deadline bounds.
   *
   * @param stranded whether the call is to be given up and made elsewhere: hedges alone do not help
   *     when all of them went to addresses that have fallen silent since
   */
  private static <A> A answer(ListenableFuture<A> answer, BooleanSupplier stranded) {
    while (true) {
      try {
        return answer.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException notYet) {
        if (stranded.getAsBoolean() && answer.cancel(true)) {
          throw Status.UNAVAILABLE.withDescription("the endpoint went silent").asRuntimeException();
        }
      } catch (ExecutionException failed) {
        throw failed.getCause() instanceof StatusRuntimeException status
            ? status
            : Status.UNKNOWN.withCause(failed.getCause()).asRuntimeException();
      } catch (InterruptedException interrupted) {
        answer.cancel(true);
        Thread.currentThread().interrupt();
        throw Status.CANCELLED.withDescription("interrupted").asRuntimeException();
      }
    }
  }

  /** A call made in steps by its caller, such as a stream that is resumed. */
  public Attempts begin(String operation) {
    return new Attempts(operation);
  }

  /** Where such a call is made. */
  public Channel calls() {
    return calls;
  }

  /** How many calls wait for an endpoint now. */
  public int waiting() {
    return gate.waiting();
  }

  ServiceEndpoints.View view() {
    return endpoints.view();
  }

  /** State of the connections taken together, as gRPC sees them. */
  ConnectivityState connection() {
    return channel.getState(false);
  }

  @Override
  public void close() {
    endpoints.close();
    channel.shutdownNow();
  }

  /** The tries of one call: bounded by one wait, counted, and explained when they are in vain. */
  public final class Attempts {

    private final String operation;
    private final Set<String> tried = ConcurrentHashMap.newKeySet();
    private long waitUntil = System.nanoTime() + wait.toNanos();
    private int count;

    /** Where the try under way was made. */
    private Set<String> here = Set.of();

    private Attempts(String operation) {
      this.operation = operation;
    }

    /** Waits until the channel is connected. */
    public void awaitEndpoint() {
      if (!gate.await(left())) {
        throw outage.failure(operation, tried, count, endpoints.view(), null).toException();
      }
      count++;
      here = ConcurrentHashMap.newKeySet();
    }

    /** Options that note where the call went. */
    public CallOptions options() {
      return CallOptions.DEFAULT
          .withStreamTracerFactory(traffic.tracer(tried))
          .withStreamTracerFactory(Traffic.noting(here));
    }

    /**
     * Whether the try under way waits in vain: all addresses that it was sent to have fallen silent
     * since, and another answers.
     */
    public boolean stranded() {
      return endpoints.stranded(here);
    }

    /** Something has been answered: the wait begins anew with the next break. */
    public void progressed() {
      waitUntil = System.nanoTime() + wait.toNanos();
    }

    /**
     * Decides about a call that ended badly: returns when it should be made again.
     *
     * @throws FailureException when it should not
     */
    public void lost(StatusRuntimeException thrown, boolean repeatable) {
      Optional<Failure> answered = FailureTrailer.read(thrown.getTrailers());
      if (answered.isPresent()) {
        throw answered.get().toException(thrown);
      }
      Status status = thrown.getStatus();
      // Nothing was sent as long as no stream was made; then repeating is safe for every call.
      boolean again =
          switch (status.getCode()) {
            case UNAVAILABLE -> repeatable || tried.isEmpty();
            // Of all that is known nothing answers: whatever comes next may.
            case DEADLINE_EXCEEDED -> repeatable && !endpoints.answering();
            // Ours are cancelled by an interrupt only; all others by a server that is cut off.
            case CANCELLED -> repeatable && !Thread.currentThread().isInterrupted();
            default -> false;
          };
      if (!again || left().isNegative()) {
        throw outage.failure(operation, tried, count, endpoints.view(), status).toException(thrown);
      }
      try {
        ReadyGate.pause();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw outage.failure(operation, tried, count, endpoints.view(), status).toException(thrown);
      }
    }

    private Duration left() {
      return Duration.ofNanos(waitUntil - System.nanoTime());
    }
  }
}
