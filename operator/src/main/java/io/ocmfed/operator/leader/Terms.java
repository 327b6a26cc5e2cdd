package io.ocmfed.operator.leader;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.ocmfed.operator.settings.Identity;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.util.Map;

/**
 * The number in the ConfigMap {@code ocmfed-operator-term}, raised by compare-and-swap each time
 * somebody begins to lead. The Lease's own count of transitions will not do: it stays when a
 * container restarts under the same identity, and starts again when the Lease is deleted.
 */
@ApplicationScoped
public class Terms {

  private static final String KEY = "term";

  private final KubernetesClient client;
  private final Identity identity;

  public Terms(KubernetesClient client, Identity identity) {
    this.client = client;
    this.identity = identity;
  }

  /**
   * Takes a term above all that were ever taken, and above the one given.
   *
   * @throws KubernetesClientException when the API server does not do it
   */
  public long raiseAbove(long least) {
    while (true) {
      ConfigMap now =
          client
              .configMaps()
              .inNamespace(identity.namespace())
              .withName(Identity.TERM_CONFIG_MAP)
              .get();
      long next = Math.max(least, now == null ? 0 : read(now)) + 1;
      try {
        if (now == null) {
          client.resource(holding(next, null)).create();
        } else {
          client.resource(holding(next, now.getMetadata().getResourceVersion())).update();
        }
        return next;
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
          throw e;
        }
        // Somebody else was quicker: look again.
      }
    }
  }

  /** Whether the Lease names us; asked of the API server, not of a cache. */
  public boolean stillHoldsLease() {
    var lease = client.leases().inNamespace(identity.namespace()).withName(Identity.LEASE).get();
    return lease != null
        && lease.getSpec() != null
        && identity.podName().equals(lease.getSpec().getHolderIdentity());
  }

  private static long read(ConfigMap map) {
    String text = map.getData() == null ? null : map.getData().get(KEY);
    if (text == null) {
      return 0;
    }
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      // A person wrote something else. Runtimes answer a term that is too low with the one they
      // have.
      return 0;
    }
  }

  private ConfigMap holding(long term, String resourceVersion) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(Identity.TERM_CONFIG_MAP)
        .withNamespace(identity.namespace())
        .withResourceVersion(resourceVersion)
        .endMetadata()
        .withData(Map.of(KEY, Long.toString(term)))
        .build();
  }
}
