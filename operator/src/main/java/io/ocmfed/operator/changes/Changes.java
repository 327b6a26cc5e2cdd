package io.ocmfed.operator.changes;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.ocmfed.crds.OcmInvite;
import io.ocmfed.crds.OcmShare;
import io.ocmfed.crds.OcmTrust;
import io.ocmfed.operator.gateway.Publisher;
import io.ocmfed.operator.installation.Installation;
import io.ocmfed.operator.installation.Installations;
import io.ocmfed.operator.leader.Leadership;
import io.ocmfed.operator.mirror.Mirrors;
import io.ocmfed.operator.runtime.ChangeStream;
import io.ocmfed.operator.settings.Times;
import io.ocmfed.operator.wake.Gate;
import io.ocmfed.operator.wake.Objects;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/** Follows every installation while we lead, and compares each of them now and then. */
@Startup
@ApplicationScoped
public class Changes {

  private static final Logger LOG = Logger.getLogger(Changes.class);

  private final Installations installations;
  private final Leadership leadership;
  private final Comparison comparison;
  private final Times times;
  private final InstallationFollower.World world;
  private final Map<ResourceID, Thread> followers = new ConcurrentHashMap<>();
  private volatile Thread sweeper;

  public Changes(
      Installations installations,
      Leadership leadership,
      Comparison comparison,
      ChangeStream stream,
      Publisher publisher,
      Mirrors mirrors,
      Gate gate,
      Objects<OcmTrust> trusts,
      Objects<OcmInvite> invites,
      Objects<OcmShare> shares,
      Times times) {
    this.installations = installations;
    this.leadership = leadership;
    this.comparison = comparison;
    this.times = times;
    this.world =
        new InstallationFollower.World(
            installations, comparison, stream, publisher, mirrors, gate, trusts, invites, shares);
  }

  @PostConstruct
  void listen() {
    installations.onChange(this::follow);
    leadership.whenLeading(this::begin);
  }

  private void begin() {
    installations.all().forEach(instance -> follow(ResourceID.fromResource(instance)));
    if (sweeper == null) {
      sweeper = Thread.ofVirtual().name("sweep").start(this::sweep);
    }
  }

  private void follow(ResourceID id) {
    boolean exists = installations.instance(id.getNamespace().orElse(""), id.getName()).isPresent();
    if (!leadership.leads() || !exists) {
      return;
    }
    followers.compute(
        id,
        (key, running) ->
            running != null && running.isAlive()
                ? running
                : Thread.ofVirtual()
                    .name("follow-" + key.getName())
                    .start(new InstallationFollower(key, world)));
  }

  /** The start is covered by the first listing of each follower. */
  private void sweep() {
    try {
      while (true) {
        long interval = times.sweepInterval().toMillis();
        Thread.sleep(interval * 3 / 4 + ThreadLocalRandom.current().nextLong(interval / 2 + 1));
        followers.values().removeIf(follower -> !follower.isAlive());
        for (var instance : installations.all()) {
          if (world.gate().open()) {
            installations
                .find(instance.getMetadata().getNamespace(), instance.getMetadata().getName())
                .filter(Installation::rightful)
                .ifPresent(this::compare);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void compare(Installation installation) {
    try {
      comparison.compare(installation);
    } catch (RuntimeException e) {
      LOG.warnf(
          "The records of %s/%s could not be compared: %s",
          installation.namespace(), installation.name(), e.getMessage());
    }
  }

  @PreDestroy
  void close() {
    followers.values().forEach(Thread::interrupt);
    if (sweeper != null) {
      sweeper.interrupt();
    }
  }
}
