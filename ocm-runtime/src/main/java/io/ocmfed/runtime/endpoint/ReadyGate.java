package io.ocmfed.runtime.endpoint;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Where calls wait until their channel has a usable connection; bounded in time and number. */
final class ReadyGate {

  private final ManagedChannel channel;
  private final int most;
  private final Semaphore places;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();

  ReadyGate(ManagedChannel channel, int places) {
    this.channel = channel;
    this.most = places;
    this.places = new Semaphore(places);
    watch();
  }

  private void watch() {
    ConnectivityState state = channel.getState(true);
    lock.lock();
    try {
      moved.signalAll();
    } finally {
      lock.unlock();
    }
    if (state != ConnectivityState.SHUTDOWN) {
      channel.notifyWhenStateChanged(state, this::watch);
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
    return channel.getState(true) == ConnectivityState.READY;
  }

  /** Lets a little time pass before a lost call is sent again. */
  static void pause() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(50);
  }
}
