package io.ocmfed.journeys;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Applies what the organisations keep in Git every two seconds, whatever is there. */
final class GitPipelines implements AutoCloseable {

  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final int ROUNDS = 4;

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("git-pipelines").factory());
  private final AtomicInteger rounds = new AtomicInteger();
  private final ConcurrentLinkedQueue<String> problems = new ConcurrentLinkedQueue<>();

  GitPipelines(List<Side> sides) {
    timer.scheduleWithFixedDelay(
        () -> {
          try {
            sides.forEach(Side::applyGit);
          } catch (RuntimeException e) {
            problems.add(String.valueOf(e.getMessage()));
          }
          rounds.incrementAndGet();
        },
        0,
        EVERY.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /** Waits until everything has been applied several times more. */
  void awaitMoreRounds() {
    int enough = rounds.get() + ROUNDS;
    await().atMost(Side.PATIENCE).until(() -> rounds.get() >= enough);
  }

  /** What an apply was refused for; empty when all is well. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  @Override
  public void close() {
    // Waits for the round that is under way, so that nothing is applied to what is being removed.
    timer.close();
  }
}
