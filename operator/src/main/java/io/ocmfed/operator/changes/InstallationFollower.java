package io.ocmfed.operator.changes;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.ocmfed.crds.OcmInvite;
import io.ocmfed.crds.OcmShare;
import io.ocmfed.crds.OcmTrust;
import io.ocmfed.crds.ShareDirection;
import io.ocmfed.operator.gateway.Publisher;
import io.ocmfed.operator.installation.AdminSecret;
import io.ocmfed.operator.installation.Installation;
import io.ocmfed.operator.installation.Installation.RuntimeService;
import io.ocmfed.operator.installation.Installations;
import io.ocmfed.operator.mirror.Mirrors;
import io.ocmfed.operator.route.Indexes;
import io.ocmfed.operator.runtime.Change;
import io.ocmfed.operator.runtime.ChangeStream;
import io.ocmfed.operator.runtime.RuntimePod;
import io.ocmfed.operator.wake.Gate;
import io.ocmfed.operator.wake.Objects;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/**
 * Follows one installation's event log on a virtual thread: list, then watch; from the last
 * position after a break; list again when that position is too old.
 */
final class InstallationFollower implements Runnable {

  private static final Logger LOG = Logger.getLogger(InstallationFollower.class);
  private static final Duration TRUST_COUNTS = Duration.ofSeconds(1);
  private static final long SHORTEST_PAUSE_MILLIS = 200;
  private static final long LONGEST_PAUSE_MILLIS = 5000;

  /** What all followers share. */
  record World(
      Installations installations,
      Comparison comparison,
      ChangeStream stream,
      Publisher publisher,
      Mirrors mirrors,
      Gate gate,
      Objects<OcmTrust> trusts,
      Objects<OcmInvite> invites,
      Objects<OcmShare> shares) {}

  private final ResourceID id;
  private final String namespace;
  private final World world;
  private long cursor = -1;
  private int failures;

  InstallationFollower(ResourceID id, World world) {
    this.id = id;
    this.namespace = id.getNamespace().orElse("");
    this.world = world;
  }

  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Optional<Installation> installation = world.installations().find(namespace, id.getName());
        if (installation.isEmpty()) {
          return;
        }
        if (world.gate().open() && follow(installation.get())) {
          failures = 0;
        } else {
          failures++;
        }
        pause();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pause() throws InterruptedException {
    long doubled = Math.min(LONGEST_PAUSE_MILLIS, SHORTEST_PAUSE_MILLIS << Math.min(failures, 10));
    Thread.sleep(doubled / 2 + ThreadLocalRandom.current().nextLong(doubled / 2 + 1));
  }

  /** Whether the stream was open for a while. */
  private boolean follow(Installation installation) throws InterruptedException {
    Optional<RuntimePod> pod = anyPod(installation);
    if (pod.isEmpty()
        || !installation.rightful()
        || installation.paused()
        || !(installation.admin() instanceof AdminSecret.Usable usable)) {
      return false;
    }
    if (cursor < 0 && !list(installation)) {
      return false;
    }
    boolean[] opened = new boolean[1];
    ChangeStream.End end =
        world.stream()
            .follow(pod.get(), usable.credentials(), cursor, () -> opened[0] = true, this::changed);
    if (end == ChangeStream.End.COMPACTED) {
      cursor = -1;
    }
    // Often a restart: then the endpoint table is gone as well.
    world.publisher().suspect(id);
    return opened[0];
  }

  private boolean list(Installation installation) {
    try {
      OptionalLong position = world.comparison().compare(installation);
      position.ifPresent(known -> cursor = known);
      return position.isPresent();
    } catch (RuntimeException e) {
      LOG.warnf("The records of %s could not be compared: %s", id, e.getMessage());
      return false;
    }
  }

  private static Optional<RuntimePod> anyPod(Installation installation) {
    List<RuntimePod> pods = installation.ocm().map(RuntimeService::targets).orElse(List.of());
    return pods.isEmpty()
        ? Optional.empty()
        : Optional.of(pods.get(ThreadLocalRandom.current().nextInt(pods.size())));
  }

  private void changed(Change change) {
    cursor = Math.max(cursor, change.cursor());
    ResourceID object = change.name() == null ? null : new ResourceID(change.name(), namespace);
    switch (change.kind() == null ? "" : change.kind()) {
      case "trust" -> wake(world.trusts(), object);
      case "invite" -> wake(world.invites(), object);
      case "share" -> {
        wake(world.shares(), object);
        if (object == null || incoming(change.name())) {
          world.mirrors().look(id);
        }
      }
      case "connection" -> countConnections(change.domain());
      default -> {
        // A newer runtime may know more kinds; the comparison covers what matters of them.
      }
    }
  }

  private static void wake(Objects<?> objects, ResourceID object) {
    if (object != null) {
      objects.wake(object);
    }
  }

  /** A declared incoming share may have matched one that had a mirror, or have set it free. */
  private boolean incoming(String name) {
    return world
        .shares()
        .get(namespace, name)
        .map(share -> share.getSpec().direction() == ShareDirection.INCOMING)
        .orElse(true);
  }

  private void countConnections(String domain) {
    world
        .trusts()
        .byIndex(Indexes.BY_DOMAIN, namespace + "/" + id.getName() + "/" + domain)
        .forEach(trust -> world.trusts().wakeSoon(ResourceID.fromResource(trust), TRUST_COUNTS));
  }
}
