package io.ocmfed.operator.gateway;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A queue of length one for one receiver: the newest table, and a bell. */
final class NewestOffer {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition rung = lock.newCondition();

  // Guarded by lock.
  private Target.Offer newest;
  private boolean news;
  private boolean stopped;

  void put(Target.Offer offer) {
    lock.lock();
    try {
      newest = offer;
    } finally {
      lock.unlock();
    }
    wake();
  }

  Optional<Target.Offer> get() {
    lock.lock();
    try {
      return Optional.ofNullable(newest);
    } finally {
      lock.unlock();
    }
  }

  /** Has whoever waits look around. */
  void wake() {
    lock.lock();
    try {
      news = true;
      rung.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void stop() {
    lock.lock();
    try {
      stopped = true;
    } finally {
      lock.unlock();
    }
    wake();
  }

  boolean stopped() {
    lock.lock();
    try {
      return stopped;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for news since the last wait, and not longer than that. */
  void await(Duration most) throws InterruptedException {
    lock.lock();
    try {
      long nanos = most.toNanos();
      while (!news && !stopped && nanos > 0) {
        nanos = rung.awaitNanos(nanos);
      }
      news = false;
    } finally {
      lock.unlock();
    }
  }

  /** A wait after that many failures in a row: doubling from 100 ms, with jitter. */
  static Duration pause(int failures, Duration most) {
    long doubled = Math.min(100L << Math.min(failures - 1, 16), most.toMillis());
    return Duration.ofMillis(
        (long) (doubled * (0.75 + ThreadLocalRandom.current().nextDouble() / 2)));
  }
}
