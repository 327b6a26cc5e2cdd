package io.ocmfed.runtime.ocm;

import io.micrometer.core.instrument.MeterRegistry;
import io.ocmfed.runtime.peer.PeerHealthChanged;
import io.ocmfed.runtime.settings.Role;
import io.ocmfed.runtime.settings.Roles;
import io.ocmfed.runtime.store.Store;
import io.ocmfed.runtime.store.postgres.Database;
import io.ocmfed.runtime.store.postgres.Signals;
import io.ocmfed.runtime.web.FailureException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * What the ocm role does by itself: waits for its database, sends what is owed, discovers peers,
 * sweeps what is over.
 */
@Singleton
final class OcmBackground {

  private static final Logger LOG = Logger.getLogger(OcmBackground.class);
  private static final Duration KEEP_EVENTS = Duration.ofDays(7);
  private static final Duration KEEP_MEMORIES = Duration.ofDays(31);
  private static final Duration KEEP_RETIRED = Duration.ofDays(1);
  private static final Duration SWEEP = Duration.ofSeconds(10);
  private static final int HOUSEKEEPING_EVERY = 6;

  private final Roles roles;
  private final StoreAccess access;
  private final Store store;
  private final OcmRole role;
  private final Clock clock;
  private final OutboxMeters meters;
  private volatile boolean stopped;
  private Thread life;
  private Thread discovery;

  @Inject
  OcmBackground(Roles roles, StoreAccess access, OcmRole role, MeterRegistry metrics, Clock clock) {
    this.roles = roles;
    this.access = access;
    this.store = access.store();
    this.role = role;
    this.clock = clock;
    this.meters = new OutboxMeters(metrics);
  }

  void start(@Observes StartupEvent event) {
    if (roles.has(Role.OCM)) {
      life = Thread.ofVirtual().name("ocm-background").start(this::run);
    }
  }

  /** What a call to a peer taught us is looked into, and so shown, before the hour is over. */
  void changed(@Observes PeerHealthChanged change) {
    if (roles.has(Role.OCM) && !stopped) {
      // Not here: whoever made the call holds the peer's cache, and waits.
      Thread.startVirtualThread(() -> guarded(() -> role.trustDiscovery().soon(change.domain())));
    }
  }

  void stop(@Observes ShutdownEvent event) {
    stopped = true;
    if (life != null) {
      life.interrupt();
      role.worker().close();
    }
    if (discovery != null) {
      discovery.interrupt();
    }
    access.signals().ifPresent(Signals::close);
    access.database().ifPresent(Database::close);
  }

  private void run() {
    try {
      Duration pause = Duration.ofMillis(500);
      while (!access.database().orElseThrow().prepare()) {
        Thread.sleep(pause);
        pause =
            pause.multipliedBy(2).compareTo(Duration.ofSeconds(5)) > 0
                ? Duration.ofSeconds(5)
                : pause.multipliedBy(2);
      }
      LOG.info("event=store.ready");
      role.worker().start();
      discovery = Thread.ofVirtual().name("ocm-discovery").start(this::discover);
      for (long pass = 0; !stopped; pass++) {
        guarded(this::sweep);
        if (pass % HOUSEKEEPING_EVERY == 0) {
          guarded(role.housekeeping()::sweep);
        }
        Thread.sleep(SWEEP);
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private void discover() {
    try (Store.Changes changes = store.changes()) {
      while (!stopped) {
        guarded(
            () -> {
              while (!stopped && role.trustDiscovery().once()) {
                LOG.debug("event=discovery.done");
              }
            });
        changes.await(Duration.ofSeconds(2));
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private void sweep() {
    role.shareExpiry().sweep();
    role.delivery().giveUpOld();
    Instant now = clock.instant();
    store.inTransaction(
        tx -> {
          tx.events().compact(now.minus(KEEP_EVENTS));
          tx.declarations().forgetInvites(now.minus(KEEP_MEMORIES));
          tx.trusts().dropRetired(now.minus(KEEP_RETIRED));
          return null;
        });
    meters.show(role.deliveryDelays().look());
  }

  private static void guarded(Runnable step) {
    try {
      step.run();
    } catch (FailureException unavailable) {
      LOG.warnf("event=ocm.background.paused code=%s", unavailable.failure().code());
    } catch (RuntimeException broken) {
      LOG.errorf(broken, "event=ocm.background.broken");
    }
  }
}
