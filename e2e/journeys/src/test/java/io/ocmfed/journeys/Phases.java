package io.ocmfed.journeys;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.ocmfed.launcher.OcmKind;
import io.ocmfed.launcher.OcmObjects;
import java.util.ArrayList;
import java.util.List;

/** The phases that an OcmInvite goes through, each time it changes, as a watch tells them. */
final class Phases implements AutoCloseable {

  private final List<Seen> seen = new ArrayList<>();
  private final Watch watch;

  /**
   * One change.
   *
   * @param at {@link System#nanoTime()}
   */
  record Seen(String phase, long at) {}

  Phases(Side side, String invite) {
    this.watch =
        side.world()
            .client()
            .genericKubernetesResources(OcmKind.INVITE.context())
            .inNamespace(side.cloud().namespace())
            .withName(invite)
            .watch(
                new Watcher<>() {
                  @Override
                  public void eventReceived(Action action, GenericKubernetesResource object) {
                    note(OcmObjects.text(object, "phase"));
                  }

                  @Override
                  public void onClose(WatcherException problem) {
                    if (problem != null) {
                      note("the watch broke: " + problem.getMessage());
                    }
                  }
                });
  }

  private synchronized void note(String phase) {
    if (seen.isEmpty() || !seen.getLast().phase().equals(phase)) {
      seen.add(new Seen(phase, System.nanoTime()));
    }
  }

  /** All of them so far, without repetitions. */
  synchronized List<String> names() {
    return seen.stream().map(Seen::phase).toList();
  }

  /** When the last change was told. */
  synchronized long lastAt() {
    return seen.getLast().at();
  }

  @Override
  public void close() {
    watch.close();
  }
}
