package io.ocmfed.operator.watch;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** The EndpointSlices of Services, each Service's watched once however many follow it. */
@ApplicationScoped
public class SliceWatches {

  private static final String SERVICE_LABEL = "kubernetes.io/service-name";

  private final SelectorWatches<EndpointSlice> watches;

  public SliceWatches(KubernetesClient client) {
    this.watches = new SelectorWatches<>(client, EndpointSlice.class, Stripping::slice);
  }

  /**
   * Follows the slices of a Service.
   *
   * @param onChange told of every change, on an informer's thread; must not block
   */
  public SelectorWatch<EndpointSlice> follow(String namespace, String service, Runnable onChange) {
    return watches.follow(namespace, Map.of(SERVICE_LABEL, service), onChange);
  }
}
