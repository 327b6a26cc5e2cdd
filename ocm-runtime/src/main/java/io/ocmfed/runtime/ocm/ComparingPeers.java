package io.ocmfed.runtime.ocm;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.ocmfed.runtime.comparison.Outcome;
import io.ocmfed.runtime.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares with the peers that are due, two at a time, and counts what comes of it. */
final class ComparingPeers implements AutoCloseable {

  private static final int AT_ONCE = 2;
  private static final Duration POLL = Duration.ofSeconds(5);

  private final Store store;
  private final OcmRole role;
  private final Map<Outcome.Kind, Counter> outcomes = new EnumMap<>(Outcome.Kind.class);
  private final MultiGauge disputed;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  ComparingPeers(Store store, OcmRole role, MeterRegistry metrics) {
    this.store = store;
    this.role = role;
    for (Outcome.Kind kind : Outcome.Kind.values()) {
      outcomes.put(
          kind,
          Counter.builder("ocmfed.comparisons")
              .description("Comparisons of connections and shares with peers, by outcome")
              .tag("outcome", kind.word())
              .register(metrics));
    }
    this.disputed =
        MultiGauge.builder("ocmfed.disputed")
            .description("Connections that the peer does not know")
            .register(metrics);
  }

  /** Begins; call once. */
  void start() {
    OcmBackground.guarded(role.comparison()::started);
    for (int worker = 1; worker <= AT_ONCE; worker++) {
      threads.add(Thread.ofVirtual().name("comparison-" + worker).start(this::run));
    }
  }

  private void run() {
    try (Store.Changes changes = store.changes()) {
      while (!stopped) {
        OcmBackground.guarded(this::all);
        changes.await(POLL);
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private void all() {
    Optional<Outcome> outcome = Optional.empty();
    do {
      outcome = role.comparison().once();
      outcome.ifPresent(one -> outcomes.get(one.kind()).increment());
    } while (!stopped && outcome.isPresent());
  }

  /** Ends disputes that nobody settled, and shows how many there are with each trusted peer. */
  void sweep() {
    role.disputes().sweep();
    disputed.register(
        store.inTransaction(
            tx -> {
              Map<String, Integer> counts = tx.acceptances().disputed();
              return tx.trusts().all().stream()
                  .map(
                      trust ->
                          MultiGauge.Row.of(
                              Tags.of("peer", trust.domain()),
                              counts.getOrDefault(trust.domain(), 0)))
                  .toList();
            }),
        true);
  }

  @Override
  public void close() {
    stopped = true;
    threads.forEach(Thread::interrupt);
  }
}
