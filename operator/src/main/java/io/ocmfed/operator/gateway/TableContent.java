package io.ocmfed.operator.gateway;

import io.ocmfed.operator.installation.Installation;
import io.ocmfed.operator.installation.PodAddress;
import io.ocmfed.operator.installation.ServicePods;
import io.ocmfed.operator.runtime.Endpoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a table says, apart from its fence; equal contents are the same table.
 *
 * @param gateway the gateway endpoints, ordered by pod name
 * @param ocm the gRPC endpoints of the ocm role, ordered by pod name; empty when it has no such
 *     port
 */
record TableContent(List<Endpoint> gateway, List<Endpoint> ocm) {

  /**
   * What is to be said of an installation now; empty while nothing may be said: before its pods
   * have been seen, while its gateway Service does not exist, or when an older object has its
   * domain.
   */
  static Optional<TableContent> of(Installation installation) {
    boolean unsettled =
        installation.gateway() instanceof ServicePods.Unsynced
            || installation.ocmGrpc() instanceof ServicePods.Unsynced;
    if (unsettled || !installation.rightful()) {
      return Optional.empty();
    }
    return switch (installation.gateway()) {
      case ServicePods.NoService(), ServicePods.NoPort _, ServicePods.Unsynced() ->
          Optional.empty();
      case ServicePods.WithoutSelector(), ServicePods.Known _ ->
          Optional.of(
              new TableContent(
                  endpoints(installation.gateway().ready()),
                  endpoints(installation.ocmGrpc().ready())));
    };
  }

  private static List<Endpoint> endpoints(List<PodAddress> pods) {
    return pods.stream()
        .map(pod -> new Endpoint(pod.host(), pod.port(), pod.zone(), pod.name()))
        .toList();
  }

  Map<String, List<Endpoint>> services() {
    return Map.of("gateway", gateway, "ocm", ocm);
  }
}
