package io.ocmfed.bench;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The least that seeing a change can cost: the events of a watch, as they come, on its own thread.
 */
final class BareWatch<T extends HasMetadata> implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(BareWatch.class.getName());

  private final Watch watch;

  /**
   * @param namespace where; null: everywhere
   * @param labels all of which an object must have; may be empty
   */
  BareWatch(
      KubernetesClient client,
      Class<T> type,
      String namespace,
      Map<String, String> labels,
      BiConsumer<Watcher.Action, T> told) {
    var resources = client.resources(type);
    this.watch =
        (namespace == null ? resources.inAnyNamespace() : resources.inNamespace(namespace))
            .withLabels(labels)
            .watch(
                new Watcher<T>() {
                  @Override
                  public void eventReceived(Action action, T object) {
                    told.accept(action, object);
                  }

                  @Override
                  public void onClose(WatcherException cause) {
                    // Whoever waits for its events says so when none come.
                    LOG.log(System.Logger.Level.ERROR, "event=bare-watch-broken", cause);
                  }
                });
  }

  @Override
  public void close() {
    watch.close();
  }
}
