package io.ocmfed.runtime.outbox;

import io.ocmfed.runtime.store.Ids;
import io.ocmfed.runtime.store.OutboxEntry;
import io.ocmfed.runtime.store.Store;
import io.ocmfed.runtime.web.FailureException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Sends what is due, many lanes at a time, on virtual threads. Woken by commits, by the clock, and
 * slowly by itself, in case a signal was lost. While it lives it renews the leases of what it
 * sends; whatever befalls it, it goes on.
 */
public final class OutboxWorker implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(OutboxWorker.class);
  private static final int AT_ONCE = 32;
  private static final Duration POLL = Duration.ofSeconds(5);
  private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);
  private static final Duration RENEWAL = Delivery.LEASE.dividedBy(4);
  private static final Duration GRACE = Duration.ofSeconds(3);

  private final Store store;
  private final Delivery delivery;
  private final Ids ids;
  private final Clock clock;
  private final Semaphore room = new Semaphore(AT_ONCE);
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;
  private Thread loop;
  private Thread renewals;

  public OutboxWorker(Store store, Delivery delivery, Ids ids, Clock clock) {
    this.store = store;
    this.delivery = delivery;
    this.ids = ids;
    this.clock = clock;
  }

  /** Starts; call once. */
  public void start() {
    loop = Thread.ofVirtual().name("outbox").start(this::run);
    renewals = Thread.ofVirtual().name("outbox-leases").start(this::renew);
  }

  private void run() {
    try (Store.Changes changes = store.changes()) {
      while (!stopped) {
        Duration idle = drain();
        changes.await(idle);
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts all that is due, and says how long nothing else will be. */
  private Duration drain() throws InterruptedException {
    try {
      while (!stopped) {
        room.acquire();
        String owner = ids.newId();
        Optional<OutboxEntry> claimed = claim(owner);
        if (claimed.isEmpty()) {
          break;
        }
        OutboxEntry entry = claimed.get();
        Thread.ofVirtual().name("outbox-", entry.id()).start(() -> send(entry, owner));
      }
      Instant now = clock.instant();
      return store
          .inTransaction(tx -> tx.outbox().nextDue(now))
          .map(due -> Duration.between(now, due))
          .filter(wait -> wait.compareTo(POLL) < 0)
          .map(wait -> wait.compareTo(Duration.ofMillis(50)) < 0 ? Duration.ofMillis(50) : wait)
          .orElse(POLL);
    } catch (FailureException unavailable) {
      LOG.warnf("event=outbox.paused code=%s", unavailable.failure().code());
      return AFTER_TROUBLE;
    } catch (RuntimeException broken) {
      LOG.errorf(broken, "event=outbox.paused code=INTERNAL");
      return AFTER_TROUBLE;
    }
  }

  private Optional<OutboxEntry> claim(String owner) {
    boolean kept = false;
    underWay.add(owner);
    try {
      Optional<OutboxEntry> claimed = delivery.claim(owner);
      kept = claimed.isPresent();
      return claimed;
    } finally {
      if (!kept) {
        done(owner);
      }
    }
  }

  private void send(OutboxEntry entry, String owner) {
    try {
      delivery.send(entry, owner);
    } catch (FailureException unavailable) {
      // The database went away under way. The lease runs out, and the message goes again.
      LOG.warnf("event=outbox.interrupted code=%s", unavailable.failure().code());
    } catch (RuntimeException broken) {
      // Not even that could be recorded. The lease runs out, and the message goes again.
      LOG.errorf(
          broken,
          "event=outbox.broken kind=%s peer=%s subject=%s",
          entry.kind(),
          entry.domain(),
          entry.subject());
    } finally {
      done(owner);
    }
  }

  private void done(String owner) {
    underWay.remove(owner);
    room.release();
  }

  private void renew() {
    try {
      while (!stopped) {
        Thread.sleep(RENEWAL);
        List<String> owners = List.copyOf(underWay);
        if (!owners.isEmpty()) {
          renew(owners);
        }
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private void renew(List<String> owners) {
    try {
      delivery.renew(owners);
    } catch (RuntimeException unavailable) {
      // Without the database nobody else takes the lanes either.
      LOG.debugf(unavailable, "event=outbox.not-renewed");
    }
  }

  /** Takes up nothing more, and lets what is under way end if that does not take long. */
  @Override
  public void close() {
    stopped = true;
    if (loop == null) {
      return;
    }
    loop.interrupt();
    try {
      room.tryAcquire(AT_ONCE, GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
    renewals.interrupt();
  }
}
