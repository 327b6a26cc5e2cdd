package io.ocmfed.runtime.endpoint;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.MoreExecutors;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import java.util.concurrent.TimeUnit;

/**
 * Asks one address for its health, over a connection of its own: what the calls' connection looks
 * like says nothing about an address that has gone silent.
 */
final class Probe implements AutoCloseable {

  private static final long LIMIT_MILLIS = 1000;

  private final ManagedChannel channel;
  private final Runnable changed;
  private volatile Health health = Health.UNKNOWN;
  private volatile String lastError;
  private volatile boolean asking;
  // Written by one answer at a time.
  private volatile int vain;
  private volatile long ejections;

  /**
   * @param channel to that address only; closed with this
   * @param changed called when the health has changed, on any thread
   */
  Probe(ManagedChannel channel, Runnable changed) {
    this.channel = channel;
    this.changed = changed;
  }

  Health health() {
    return health;
  }

  /** Why it is not ready; null when it is or was never asked. */
  String lastError() {
    return lastError;
  }

  /** Tries since it was last ready. */
  int vain() {
    return vain;
  }

  /** How often it has turned silent. */
  long ejections() {
    return ejections;
  }

  /** Asks, unless an answer is still awaited. */
  void ask() {
    if (asking) {
      return;
    }
    asking = true;
    channel.resetConnectBackoff();
    Futures.addCallback(
        HealthGrpc.newFutureStub(channel)
            .withDeadlineAfter(LIMIT_MILLIS, TimeUnit.MILLISECONDS)
            .check(HealthCheckRequest.getDefaultInstance()),
        new FutureCallback<>() {
          @Override
          public void onSuccess(HealthCheckResponse answer) {
            boolean serves = answer.getStatus() == HealthCheckResponse.ServingStatus.SERVING;
            answered(
                serves ? Health.READY : Health.FAILING,
                serves ? null : "says " + answer.getStatus());
          }

          @Override
          public void onFailure(Throwable thrown) {
            Status status = Status.fromThrowable(thrown);
            boolean silent = status.getCode() == Status.Code.DEADLINE_EXCEEDED;
            answered(silent ? Health.EJECTED : Health.FAILING, reason(status, silent));
          }
        },
        MoreExecutors.directExecutor());
  }

  private static String reason(Status status, boolean silent) {
    if (silent) {
      return "no answer within " + LIMIT_MILLIS + " ms";
    }
    Throwable cause = status.getCause();
    return cause != null && cause.getMessage() != null
        ? cause.getMessage()
        : status.getCode()
            + (status.getDescription() == null ? "" : ": " + status.getDescription());
  }

  private void answered(Health now, String error) {
    vain = now == Health.READY ? 0 : vain + 1;
    if (now == Health.EJECTED && health != now) {
      ejections = ejections + 1;
    }
    asking = false;
    lastError = error;
    if (health != now) {
      health = now;
      changed.run();
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
