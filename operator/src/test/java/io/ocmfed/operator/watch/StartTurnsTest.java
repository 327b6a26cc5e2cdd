package io.ocmfed.operator.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class StartTurnsTest {

  private final List<CompletableFuture<Void>> started = new CopyOnWriteArrayList<>();

  private CompletableFuture<Void> start() {
    var start = new CompletableFuture<Void>();
    started.add(start);
    return start;
  }

  @Test
  void noMoreStartAtOnceThanMayAndAllStartInTheEnd() {
    var turns = new StartTurns(2, Duration.ofHours(1));
    List<CompletableFuture<Void>> done =
        List.of(turns.take(this::start), turns.take(this::start), turns.take(this::start));
    await().until(() -> started.size() == 2);
    assertThat(done).noneMatch(CompletableFuture::isDone);

    started.getFirst().complete(null);
    await().until(() -> started.size() == 3);
    started.forEach(start -> start.complete(null));
    await().until(() -> done.stream().allMatch(CompletableFuture::isDone));
  }

  @Test
  void oneThatCannotStartLetsTheNextHaveItsTurn() {
    var turns = new StartTurns(1, Duration.ofHours(1));
    CompletableFuture<Void> failed =
        turns.take(
            () -> {
              throw new IllegalStateException("closed before its turn");
            });
    CompletableFuture<Void> next = turns.take(() -> CompletableFuture.completedFuture(null));
    await().until(next::isDone);
    assertThat(failed).isCompletedExceptionally();
    assertThat(next).isCompleted();
  }

  @Test
  void oneThatNeverEndsKeepsTheOthersWaitingForATimeOnlyAndMayStillSucceed() {
    var turns = new StartTurns(1, Duration.ofMillis(50));
    CompletableFuture<Void> forbidden = turns.take(this::start);
    CompletableFuture<Void> next = turns.take(() -> CompletableFuture.completedFuture(null));
    await().until(next::isDone);
    assertThat(forbidden).isNotDone();

    started.getFirst().complete(null);
    await().until(forbidden::isDone);
  }
}
