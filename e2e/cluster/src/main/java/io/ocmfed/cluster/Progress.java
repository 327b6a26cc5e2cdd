package io.ocmfed.cluster;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Tells a waiting person on standard error what is going on, each line with the time since the
 * beginning. Safe for use by several threads.
 */
public final class Progress {

  private static final Duration REMINDER = Duration.ofSeconds(15);

  private final PrintStream out;
  private final long beginning = System.nanoTime();

  private Progress(PrintStream out) {
    this.out = out;
  }

  /** Counts from now on. */
  public static Progress onStandardError() {
    return new Progress(System.err);
  }

  /** Prints one line. */
  public void say(String line) {
    out.println("[" + elapsed() + "] " + line);
  }

  /** How long this has been going on, such as {@code 1 min 05 s}. */
  public String elapsed() {
    return text(Duration.ofNanos(System.nanoTime() - beginning));
  }

  /** A duration as people say it, in minutes and seconds. */
  public static String text(Duration duration) {
    long seconds = duration.toSeconds();
    return seconds < 60
        ? "%2d s".formatted(seconds)
        : "%d min %02d s".formatted(seconds / 60, seconds % 60);
  }

  /** Runs a long step, saying what it is at its beginning and every 15 s until it ends. */
  public <T> T during(String what, Callable<T> step) throws Exception {
    say(what);
    var done = new CountDownLatch(1);
    Thread reminder =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    while (!done.await(REMINDER.toMillis(), TimeUnit.MILLISECONDS)) {
                      say("... " + what);
                    }
                  } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                  }
                });
    try {
      return step.call();
    } finally {
      done.countDown();
      reminder.join();
    }
  }
}
