package io.ocmfed.operator.leader;

import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.ocmfed.operator.settings.Identity;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * The Lease by which one operator leads. Losing it ends the process: a fresh one has no leftovers.
 */
@ApplicationScoped
public class LeaseSettings {

  private static final Logger LOG = Logger.getLogger(LeaseSettings.class);

  private final Leadership leadership;
  private final Runnable end;
  private volatile boolean shuttingDown;

  @Inject
  public LeaseSettings(Leadership leadership) {
    this(leadership, () -> Quarkus.asyncExit(1));
  }

  /**
   * @param end ends the process; returns at once
   */
  LeaseSettings(Leadership leadership, Runnable end) {
    this.leadership = leadership;
    this.end = end;
  }

  void shutdown(@Observes @Priority(1) ShutdownEvent event) {
    shuttingDown = true;
  }

  @Produces
  @Singleton
  LeaderElectionConfiguration lease(Identity identity) {
    return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(Identity.LEASE)
        .withLeaseNamespace(identity.namespace())
        .withIdentity(identity.podName())
        .withExitOnStopLeading(false)
        .withLeaderCallbacks(
            new LeaderCallbacks(
                leadership::acquired, this::stop, leader -> LOG.infof("The leader is %s", leader)))
        .build();
  }

  private void stop() {
    leadership.lost();
    if (!shuttingDown) {
      LOG.error("The Lease was lost; ending, so that nothing is done by two");
      end.run();
    }
  }
}
