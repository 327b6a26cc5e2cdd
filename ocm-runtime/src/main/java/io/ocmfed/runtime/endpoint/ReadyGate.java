package io.ocmfed.runtime.endpoint;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Where calls wait until their channel has a connection to an address that is not silent; bounded
 * in time and number.
 */
final class ReadyGate {

  private final ManagedChannel channel;
  private final BooleanSupplier answering;
  private final int most;
  private final Semaphore places;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();

  /**
   * @param answering whether any address is not silent; must not block. When it may have changed,
   *     {@link #moved()} is to be called
   */
  ReadyGate(ManagedChannel channel, BooleanSupplier answering, int places) {
    this.channel = channel;
    this.answering = answering;
    this.most = places;
    this.places = new Semaphore(places);
    watch();
  }

  private void watch() {
    ConnectivityState state = channel.getState(true);
    moved();
    if (state != ConnectivityState.SHUTDOWN) {
      channel.notifyWhenStateChanged(state, this::watch);
    }
  }

  /** Has those who wait look again. */
  void moved() {
    lock.lock();
    try {
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a connection; false when there was none in time or too many wait already. */
  boolean await(Duration limit) {
    if (ready()) {
      return true;
    }
    if (limit.isNegative() || !places.tryAcquire()) {
      return false;
    }
    try {
      return awaitMove(limit);
    } finally {
      places.release();
    }
  }

  private boolean awaitMove(Duration limit) {
    long left = limit.toNanos();
    lock.lock();
    try {
      while (!ready()) {
        if (left <= 0 || channel.isShutdown()) {
          return false;
        }
        left = moved.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** How many calls wait now. */
  int waiting() {
    return most - places.availablePermits();
  }

  private boolean ready() {
    return answering.getAsBoolean() && channel.getState(true) == ConnectivityState.READY;
  }

  /** Lets a little time pass before a lost call is sent again. */
  static void pause() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(50);
  }
}
