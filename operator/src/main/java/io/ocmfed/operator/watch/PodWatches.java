package io.ocmfed.operator.watch;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** The pods of selectors, each watched once however many follow it. */
@ApplicationScoped
public class PodWatches {

  private final SelectorWatches<Pod> watches;

  public PodWatches(KubernetesClient client) {
    this.watches = new SelectorWatches<>(client, Pod.class, Stripping::pod);
  }

  /**
   * Follows the pods of a selector.
   *
   * @param selector labels as a Service has them; not empty
   * @param onChange told of every change, on an informer's thread; must not block
   */
  public SelectorWatch<Pod> follow(
      String namespace, Map<String, String> selector, Runnable onChange) {
    return watches.follow(namespace, selector, onChange);
  }
}
