package io.ocmfed.operator.watch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets so many starts run at once; the others wait, in order. Each watch is a connection with a TLS
 * handshake of its own: hundreds of them at once, as when the operator starts beside hundreds of
 * instances, take so long that all run into the client's time limit.
 */
final class StartTurns {

  private final int atOnce;
  private final Duration longest;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int running;

  /**
   * Nobody starts yet.
   *
   * @param longest after which a start that is still under way does not keep the others waiting: it
   *     may be one that never can succeed
   */
  StartTurns(int atOnce, Duration longest) {
    this.atOnce = atOnce;
    this.longest = longest;
  }

  /** Starts when it is this one's turn; done when the start is. */
  CompletableFuture<Void> take(Supplier<? extends CompletionStage<Void>> start) {
    var done = new CompletableFuture<Void>();
    synchronized (this) {
      waiting.add(() -> run(start, done));
    }
    next();
    return done;
  }

  private void run(Supplier<? extends CompletionStage<Void>> start, CompletableFuture<Void> done) {
    CompletableFuture<Void> started;
    try {
      started = start.get().toCompletableFuture();
    } catch (RuntimeException e) {
      started = CompletableFuture.failedFuture(e);
    }
    started.whenComplete(
        (_, problem) -> {
          if (problem == null) {
            done.complete(null);
          } else {
            done.completeExceptionally(problem);
          }
        });
    started
        .copy()
        .completeOnTimeout(null, longest.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((_, _) -> over());
  }

  private void over() {
    synchronized (this) {
      running--;
    }
    next();
  }

  private void next() {
    Runnable turn;
    synchronized (this) {
      if (running == atOnce || waiting.isEmpty()) {
        return;
      }
      running++;
      turn = waiting.remove();
    }
    // On a thread of its own: what ends a turn is an event loop of the client.
    Thread.ofVirtual().name("watch-start").start(turn);
  }
}
