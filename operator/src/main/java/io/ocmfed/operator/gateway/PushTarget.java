package io.ocmfed.operator.gateway;

import io.ocmfed.operator.runtime.Answer;
import io.ocmfed.operator.runtime.Credentials;
import io.ocmfed.operator.runtime.EndpointReceipt;
import io.ocmfed.operator.runtime.Fence;
import io.ocmfed.operator.runtime.RuntimeEndpoints;
import io.ocmfed.operator.runtime.RuntimePod;
import io.ocmfed.operator.settings.Times;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One runtime pod and the newest table it should have: a queue of length one with a virtual thread
 * of its own, so that a pod that does not answer delays nobody else. Sends until the table is
 * acknowledged, superseded, or the pod is gone; then asks now and then whether it is still there.
 */
final class PushTarget implements Target {

  private static final long FIRST_RETRY_MILLIS = 100;

  private final String runtime;
  private final RuntimePod pod;
  private final RuntimeEndpoints endpoints;
  private final Times times;
  private final Listener listener;
  private final TargetMeters meters;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();

  // Guarded by lock.
  private Offer wanted;
  private Credentials credentials;
  private Fence acknowledged;
  private String instanceId;
  private Answer<?> trouble;
  private boolean gone;
  private boolean lookNow;
  private boolean retryNow;

  PushTarget(
      String runtime,
      RuntimePod pod,
      Credentials credentials,
      RuntimeEndpoints endpoints,
      Times times,
      TargetMeters meters,
      Listener listener) {
    this.runtime = runtime;
    this.pod = pod;
    this.credentials = credentials;
    this.endpoints = endpoints;
    this.times = times;
    this.meters = meters;
    this.listener = listener;
  }

  @Override
  public void start() {
    Thread.ofVirtual().name("push-" + pod.name()).start(this::run);
  }

  @Override
  public void offer(Offer offer) {
    meters.offered(offer.table().fence());
    change(() -> wanted = offer);
  }

  void use(Credentials current) {
    change(
        () -> {
          retryNow |= !current.equals(credentials);
          credentials = current;
        });
  }

  @Override
  public void look() {
    change(() -> lookNow = true);
  }

  @Override
  public void stop() {
    meters.remove();
    change(() -> gone = true);
  }

  @Override
  public SyncState.TargetState state(Fence current) {
    lock.lock();
    try {
      boolean inSync = current != null && current.equals(acknowledged);
      return new SyncState.TargetState(
          runtime,
          pod.name(),
          inSync,
          inSync ? Optional.empty() : Optional.ofNullable(trouble),
          inSync ? Optional.empty() : meters.behindSince());
    } finally {
      lock.unlock();
    }
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    int failures = 0;
    try {
      while (true) {
        Step step = next(failures);
        switch (step) {
          case Step.Stop() -> {
            return;
          }
          case Step.Look(Credentials with) -> look(with);
          case Step.Send(Offer offer, Credentials with) ->
              failures = send(offer, with) ? 0 : failures + 1;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private sealed interface Step {
    record Stop() implements Step {}

    record Look(Credentials credentials) implements Step {}

    record Send(Offer offer, Credentials credentials) implements Step {}
  }

  /** Waits until there is something to do. */
  private Step next(int failures) throws InterruptedException {
    lock.lock();
    try {
      Offer known = wanted;
      long pause = pauseNanos(failures);
      while (true) {
        if (gone) {
          return new Step.Stop();
        }
        boolean behind = wanted != null && !wanted.table().fence().equals(acknowledged);
        boolean fresh = wanted != known || retryNow;
        if (behind && (failures == 0 || fresh || pause <= 0)) {
          retryNow = false;
          return new Step.Send(wanted, credentials);
        }
        if (!behind && (lookNow || pause <= 0)) {
          lookNow = false;
          return new Step.Look(credentials);
        }
        pause = news.awaitNanos(pause);
      }
    } finally {
      lock.unlock();
    }
  }

  private long pauseNanos(int failures) {
    Duration pause =
        failures == 0
            ? times.driftPoll()
            : Duration.ofMillis(
                Math.min(
                    FIRST_RETRY_MILLIS << Math.min(failures - 1, 16),
                    times.pushRetryMost().toMillis()));
    // Jitter: 200 runtimes that came up together need not be asked together.
    double jitter = 0.75 + ThreadLocalRandom.current().nextDouble() / 2;
    return (long) (pause.toNanos() * jitter);
  }

  private boolean send(Offer offer, Credentials with) {
    long began = System.nanoTime();
    Answer<EndpointReceipt> answer = endpoints.push(pod, with, offer.table());
    meters.pushed(System.nanoTime() - began, answer);
    return switch (answer) {
      case Answer.Ok<EndpointReceipt>(EndpointReceipt receipt) -> receipt(offer, receipt);
      case Answer.Refused<EndpointReceipt> refused -> failed(refused);
      case Answer.Unreachable<EndpointReceipt> unreachable -> failed(unreachable);
    };
  }

  private boolean receipt(Offer offer, EndpointReceipt receipt) {
    Fence sent = offer.table().fence();
    if (receipt == null || receipt.applied() == null || receipt.applied().compareTo(sent) < 0) {
      return failed(new Answer.Unreachable<>("it did not apply the endpoint table"));
    }
    if (receipt.applied().equals(sent)) {
      note(sent, receipt.instanceId());
      meters.acknowledged(sent, System.nanoTime() - offer.sinceNanos());
      listener.progressed();
      return true;
    }
    // It has a newer one: ours that overtook this try, or another operator's.
    return superseded(receipt.applied()) || listener.overtaken(receipt.applied());
  }

  private boolean superseded(Fence applied) {
    lock.lock();
    try {
      return wanted.table().fence().compareTo(applied) >= 0;
    } finally {
      lock.unlock();
    }
  }

  private void note(Fence fence, String answering) {
    lock.lock();
    try {
      acknowledged = fence;
      instanceId = answering;
      trouble = null;
    } finally {
      lock.unlock();
    }
  }

  private boolean failed(Answer<EndpointReceipt> answer) {
    boolean changed;
    lock.lock();
    try {
      changed = !answer.equals(trouble);
      trouble = answer;
    } finally {
      lock.unlock();
    }
    if (changed) {
      listener.progressed();
    }
    return false;
  }

  /** What the pod acknowledged may be gone: a restart under the same IP forgets everything. */
  private void look(Credentials with) {
    if (!(endpoints.ask(pod, with) instanceof Answer.Ok<EndpointReceipt>(EndpointReceipt now))) {
      return;
    }
    lock.lock();
    try {
      boolean drifted =
          acknowledged != null
              && now != null
              && (!acknowledged.equals(now.applied())
                  || (instanceId != null && !instanceId.equals(now.instanceId())));
      if (drifted) {
        acknowledged = null;
        meters.forgotten();
      }
    } finally {
      lock.unlock();
    }
  }
}
