package io.ocmfed.load;

import io.ocmfed.launcher.CloudClient.Answer;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A client that sends a request at a steady rate whether or not the earlier ones were answered
 * (open loop): so what waits is counted as waiting, and nothing is spared because something else
 * was slow. Begins at once; each request has a virtual thread of its own.
 */
public final class SteadyReader implements AutoCloseable {

  private final long pauseNanos;
  private final Supplier<Answer> call;
  private final long beganNanos = System.nanoTime();
  private final ConcurrentLinkedQueue<Reading> readings = new ConcurrentLinkedQueue<>();
  private final AtomicInteger sent = new AtomicInteger();
  private final Phaser underWay = new Phaser(1);
  private final Thread clock;
  private volatile boolean ended;

  private SteadyReader(int perSecond, Supplier<Answer> call) {
    this.pauseNanos = Duration.ofSeconds(1).toNanos() / perSecond;
    this.call = call;
    this.clock = Thread.ofPlatform().daemon().name("steady-reader").unstarted(this::tick);
  }

  /**
   * Starts to send.
   *
   * @param perSecond how many requests are begun in a second
   * @param call sends one and blocks until it is answered; what it throws counts as a failure
   */
  public static SteadyReader start(int perSecond, Supplier<Answer> call) {
    var reader = new SteadyReader(perSecond, call);
    reader.clock.start();
    return reader;
  }

  private void tick() {
    for (long n = 0; !ended; n++) {
      long due = beganNanos + n * pauseNanos;
      for (long now = System.nanoTime(); now < due && !ended; now = System.nanoTime()) {
        LockSupport.parkNanos(due - now);
      }
      if (!ended) {
        underWay.register();
        sent.incrementAndGet();
        Thread.ofVirtual().start(() -> send(due));
      }
    }
  }

  private void send(long due) {
    try {
      Answer answer = call.get();
      note(due, answer.status(), answer.status() / 100 == 2 ? "" : answer.text());
    } catch (RuntimeException e) {
      note(due, Reading.NO_ANSWER, String.valueOf(e.getMessage()));
    } finally {
      underWay.arriveAndDeregister();
    }
  }

  private void note(long due, int status, String problem) {
    readings.add(
        new Reading(
            Duration.ofNanos(due - beganNanos),
            Duration.ofNanos(System.nanoTime() - due),
            status,
            problem));
  }

  /** How long it has been sending. */
  public Duration elapsed() {
    return at(System.nanoTime());
  }

  /** A moment of {@link System#nanoTime()} as the reader counts. */
  public Duration at(long nanoTime) {
    return Duration.ofNanos(nanoTime - beganNanos);
  }

  /** How many requests have been begun so far. */
  public int sent() {
    return sent.get();
  }

  /**
   * Whether that much of what was due at or after that moment has been answered, and the last of it
   * was well. What failed before is for whoever looks at the readings.
   */
  public boolean wellSince(Duration moment, int atLeast) {
    List<Reading> last = last(atLeast);
    return last.size() == atLeast
        && last.stream()
            .noneMatch(reading -> reading.failed() || reading.at().compareTo(moment) < 0);
  }

  /** Of what has been answered so far, up to so many that were due last, the latest first. */
  public List<Reading> last(int count) {
    return readings.stream()
        .sorted(Comparator.comparing(Reading::at).reversed())
        .limit(count)
        .toList();
  }

  /** What has been answered so far, in the order of the answers. */
  public List<Reading> readings() {
    return List.copyOf(readings);
  }

  /** Sends no more, waits for what is under way, and returns all of it. */
  public List<Reading> end() {
    ended = true;
    LockSupport.unpark(clock);
    try {
      clock.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while requests were under way", e);
    }
    underWay.arriveAndAwaitAdvance();
    return readings();
  }

  @Override
  public void close() {
    ended = true;
    LockSupport.unpark(clock);
  }
}
