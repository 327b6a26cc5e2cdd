package io.ocmfed.runtime.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Makes the same call again and again, 50 times a second, and remembers each that failed. */
public final class Callers implements AutoCloseable {

  private static final long EVERY_MILLIS = 20;

  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final AtomicLong begun = new AtomicLong();
  private final AtomicLong answered = new AtomicLong();

  public Callers(Runnable call) {
    clock.scheduleAtFixedRate(() -> begin(call), 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void begin(Runnable call) {
    begun.incrementAndGet();
    threads.execute(
        () -> {
          try {
            call.run();
            answered.incrementAndGet();
          } catch (RuntimeException | Error failed) {
            failures.add(failed);
          }
        });
  }

  /** Calls that were answered so far. */
  public long answered() {
    return answered.get();
  }

  public List<Throwable> failures() {
    return List.copyOf(failures);
  }

  /** Ends calling, waits for what is under way, and says what failed of all. */
  public List<Throwable> end() {
    close();
    return failures();
  }

  @Override
  public void close() {
    clock.shutdownNow();
    threads.close();
    clock.close();
  }
}
