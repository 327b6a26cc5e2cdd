package io.ocmfed.runtime.peer;

import io.ocmfed.runtime.settings.Role;
import io.ocmfed.runtime.settings.Roles;
import io.ocmfed.runtime.web.FailureException;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Keeps what we know of trusted peers fresh without anybody asking. The directory's own cache says
 * how often that costs a request: hourly for a good peer, each minute for one that fails.
 */
@Singleton
public final class PeerRefresh {

  private static final Logger LOG = Logger.getLogger(PeerRefresh.class);
  private static final Duration EVERY = Duration.ofSeconds(30);

  private final Instance<TrustBook> trusts;
  private final Instance<HttpPeerDirectory> directory;
  private final Roles roles;
  private final Vertx vertx;
  private final Set<String> running = ConcurrentHashMap.newKeySet();

  /**
   * @param trusts looked up only in the ocm role, as is the directory
   */
  @Inject
  PeerRefresh(
      Instance<TrustBook> trusts, Instance<HttpPeerDirectory> directory, Roles roles, Vertx vertx) {
    this.trusts = trusts;
    this.directory = directory;
    this.roles = roles;
    this.vertx = vertx;
  }

  void start(@Observes StartupEvent event) {
    if (roles.has(Role.OCM)) {
      vertx.setPeriodic(1, EVERY.toMillis(), timer -> Thread.startVirtualThread(this::all));
    }
  }

  /** Asks the peer now, in the background, unless what is cached is fresh. */
  public void soon(String domain) {
    Thread.startVirtualThread(() -> one(domain));
  }

  private void all() {
    try {
      trusts.get().all().forEach(trust -> soon(trust.domain()));
    } catch (RuntimeException storeDown) {
      LOG.debugf("event=peers-not-refreshed reason=%s", storeDown.getMessage());
    }
  }

  private void one(String domain) {
    if (!running.add(domain)) {
      return;
    }
    try {
      directory.get().refresh(domain);
    } catch (FailureException known) {
      LOG.debugf("event=peer-not-discovered peer=%s code=%s", domain, known.failure().code());
    } finally {
      running.remove(domain);
    }
  }
}
