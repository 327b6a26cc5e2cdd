package io.ocmfed.runtime.gateway;

import static io.ocmfed.runtime.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ocmfed.runtime.testing.Callers;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables that are missing, out of date, empty or restless, while 50 calls a second go on. */
class WithoutOperatorTest {

  private static final int[][] TABLES = {{1}, {1, 2}, {2}, {}};

  @TempDir Path home;
  private Gateways gateways;

  @AfterEach
  void stop() {
    gateways.close();
  }

  @Test
  void withoutAnyTableDnsIsUsedAndItsChangesAreSeen() {
    gateways = new Gateways(home, "127.0.51").start(1, 2, 3);
    gateways.dns(1);
    try (Callers callers = callers()) {
      goesOn(callers);
      assertThat(gateways.view().source()).isEqualTo("fallback");
      gateways.dns(1, 2);
      await("a second address").until(() -> gateways.state(2).equals("ready"));
      gateways.dns(2);
      await("the first is forgotten").until(() -> gateways.row(1) == null);
      goesOn(callers);
      gateways.line(2).cut();
      gateways.dns(3);
      await("another place").until(() -> gateways.state(3).equals("ready"));
      gateways.dns();
      goesOn(callers);
      assertThat(gateways.state(3)).as("DNS in trouble harms nobody").isEqualTo("ready");
      assertThat(callers.end()).isEmpty();
    }
  }

  @Test
  void allGatewaysAreReplacedWhileNoOperatorPushesAndTheNextPushWins() {
    gateways = new Gateways(home, "127.0.52").start(1, 2, 3);
    gateways.table(1);
    try (Callers callers = callers()) {
      goesOn(callers);
      assertThat(gateways.view().source()).isEqualTo("operator");
      gateways.dns(2);
      gateways.line(1).cut();
      await().until(() -> gateways.view().source().equals("fallback"));
      goesOn(callers);
      gateways.table(3);
      await().until(() -> gateways.view().source().equals("operator"));
      assertThat(gateways.row(1)).isNull();
      assertThat(gateways.row(2)).isNull();
      goesOn(callers);
      assertThat(gateways.state(3)).isEqualTo("ready");
      assertThat(callers.end()).isEmpty();
    }
  }

  @Test
  void aTableThatLeadsNowhereDoesNotTakeAwayWhatWorks() {
    gateways = new Gateways(home, "127.0.53").start(1, 2);
    gateways.dns(2);
    gateways.line(1).cut();
    try (Callers callers = callers()) {
      goesOn(callers);
      for (int i = 0; i < 5; i++) {
        gateways.table(1);
        goesOn(callers);
      }
      assertThat(gateways.view().source()).isEqualTo("fallback");
      gateways.table();
      goesOn(callers);
      assertThat(gateways.view().source()).isEqualTo("operator");
      assertThat(callers.end()).isEmpty();
    }
  }

  @Test
  void sinceWhenNothingIsUsableIsSaidOnlyWhileThatIsSo() {
    gateways = new Gateways(home, "127.0.54").start(1);
    gateways.table(1);
    await().until(() -> gateways.state(1).equals("ready"));
    gateways.table(1);
    assertThat(gateways.unusableSince()).isEmpty();
    gateways.line(1).cut();
    await().until(() -> gateways.unusableSince().isPresent());
  }

  @Test
  void aTableThatChangesTenTimesASecondFailsNoCallAndLeavesNothingBehind() {
    gateways = new Gateways(home, "127.0.55").start(1, 2);
    gateways.table(1, 2);
    AtomicInteger pushes = new AtomicInteger();
    try (Callers callers = callers();
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
      goesOn(callers);
      int threads = Thread.activeCount();
      clock.scheduleAtFixedRate(
          () -> gateways.table(TABLES[pushes.incrementAndGet() % TABLES.length]),
          0,
          100,
          TimeUnit.MILLISECONDS);
      await().until(() -> pushes.get() >= 40);
      clock.shutdownNow();
      gateways.table(1);
      goesOn(callers);
      // One connection for calls and one for the checks; gRPC lets go of others after 5 s.
      await().until(() -> gateways.line(1).open() == 2 && gateways.line(2).open() == 0);
      assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads + 5);
      assertThat(callers.end()).isEmpty();
    }
  }

  @Test
  void theOnlyGatewayComesAndGoesTenTimesASecond() {
    gateways = new Gateways(home, "127.0.56").start(1);
    gateways.table(1);
    AtomicInteger changes = new AtomicInteger();
    try (Callers callers = callers();
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
      goesOn(callers);
      clock.scheduleAtFixedRate(
          () -> {
            if (changes.incrementAndGet() % 2 == 1) {
              gateways.line(1).cut();
            } else {
              gateways.line(1).restore();
            }
          },
          0,
          100,
          TimeUnit.MILLISECONDS);
      await().until(() -> changes.get() >= 40 && changes.get() % 2 == 0);
      clock.shutdown();
      await().until(clock::isTerminated);
      if (changes.get() % 2 == 1) {
        gateways.line(1).restore();
      }
      goesOn(callers);
      await().until(() -> gateways.line(1).open() == 2);
      assertThat(callers.end()).isEmpty();
    }
  }

  private Callers callers() {
    return new Callers(() -> assertThat(gateways.client().user("alice")).isPresent());
  }

  private static void goesOn(Callers callers) {
    long before = callers.answered();
    await("calls go on").until(() -> callers.answered() > before + 20);
  }
}
