package io.ocmfed.runtime.comparison;

import io.ocmfed.runtime.comparison.Outcome.Kind;
import io.ocmfed.runtime.connection.Connections;
import io.ocmfed.runtime.peer.Peer;
import io.ocmfed.runtime.peer.PeerCalls;
import io.ocmfed.runtime.peer.PeerDirectory;
import io.ocmfed.runtime.share.ComparedShares;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.ComparisonRecord;
import io.ocmfed.runtime.store.Event;
import io.ocmfed.runtime.store.EventKind;
import io.ocmfed.runtime.store.Store;
import io.ocmfed.runtime.store.TrustRecord;
import io.ocmfed.runtime.web.Failure;
import io.ocmfed.runtime.web.FailureException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.jboss.logging.Logger;

/**
 * Compares what we hold with what peers of our kind hold, and mends our side
 * (docs/design/comparison.md). Blocks while it asks. Every step is a transaction of its own; one
 * that dies in between leaves the rest to the next.
 */
public final class Comparison {

  private static final Logger LOG = Logger.getLogger(Comparison.class);
  private static final Duration LEASE = Duration.ofMinutes(5);
  private static final Duration AFTER_START = Duration.ofMinutes(1);

  private final Store store;
  private final PeerDirectory peers;
  private final PeerCalls calls;
  private final Mending mending;
  private final ComparisonTimes times;
  private final Clock clock;

  /**
   * @param random from 0 to 1, to spread the comparisons
   */
  public Comparison(
      Store store,
      PeerDirectory peers,
      PeerCalls calls,
      Connections connections,
      ComparedShares shares,
      DoubleSupplier random,
      Clock clock) {
    this.store = store;
    this.peers = peers;
    this.calls = calls;
    this.mending = new Mending(store, connections, shares);
    this.times = new ComparisonTimes(random);
    this.clock = clock;
  }

  /** Compares with a peer that is due, if one is. Replicas share the work. */
  public Optional<Outcome> once() {
    Instant now = clock.instant();
    return store
        .inTransaction(tx -> tx.comparisons().takeDue(now, now.plus(LEASE)))
        .map(this::compare);
  }

  /** This process begins: all comparisons are due soon. */
  public void started() {
    store.inTransaction(
        tx -> {
          tx.comparisons().allSoon(clock.instant(), AFTER_START);
          return null;
        });
  }

  /** Compares with that peer now, whether it is due or not. */
  public Outcome with(String domain) {
    return compare(
        store.inTransaction(
            tx -> tx.comparisons().find(domain).orElseGet(() -> ComparisonRecord.none(domain))));
  }

  private Outcome compare(ComparisonRecord before) {
    String domain = before.domain();
    Pass pass = new Pass(store, mending, new Asking(calls, domain), domain, before.resumeAt());
    Kind kind = Kind.FAILED;
    Failure failure = null;
    try {
      Peer peer = peers.discover(domain);
      kind = peer.ocmfed() && peer.compareUri().isPresent() ? pass.run() : Kind.UNSUPPORTED;
    } catch (FailureException failed) {
      failure = failed.failure();
    }
    Outcome outcome = new Outcome(kind, pass.asked(), pass.changed(), failure);
    record(before, pass, outcome);
    LOG.infof(
        "event=comparison.%s peer=%s asked=%d changed=%d code=%s",
        kind.word(),
        domain,
        outcome.asked(),
        outcome.changed(),
        failure == null ? "" : failure.code());
    return outcome;
  }

  private void record(ComparisonRecord before, Pass pass, Outcome outcome) {
    Instant now = clock.instant();
    int failures = outcome.kind() == Kind.FAILED ? before.failures() + 1 : 0;
    Duration wait =
        switch (outcome.kind()) {
          case EQUAL, DIFFERENT, UNSUPPORTED -> times.regular();
          case UNFINISHED -> times.goOn(pass.later(), now);
          case FAILED -> times.failed(failures);
        };
    boolean complete = pass.own() != null;
    ComparisonRecord done =
        new ComparisonRecord(
            before.domain(),
            now.plus(wait),
            pass.resumeAt(),
            failures,
            now,
            outcome.kind().name(),
            outcome.failure(),
            complete ? pass.own() : before.ownDigest(),
            complete ? pass.peer() : before.peerDigest(),
            before.requested());
    boolean news = outcome.changed() > 0 || !outcome.kind().name().equals(before.outcome());
    store.inTransaction(
        tx -> {
          tx.comparisons().finished(done);
          if (news) {
            tx.trusts()
                .byDomain(before.domain())
                .map(TrustRecord::name)
                .ifPresent(name -> tx.events().append(event(name, before.domain(), now)));
          }
          return null;
        });
  }

  private static Event event(String trust, String domain, Instant now) {
    return new Event(0, now, EventKind.TRUST, trust, null, domain, "compared", Cause.COMPARISON);
  }
}
