package io.ocmfed.operator.installation;

import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ready endpoints of a Service without a selector, from its EndpointSlices. Whoever writes such
 * a slice chooses the addresses; so this is asked only where the OcmInstance says Trust.
 */
final class Slices {

  private Slices() {}

  /**
   * The ready endpoints that have the port, ordered by name; those of the Service's first IP
   * family, or of the other when it has none of the first. Names ({@code FQDN}) are left out.
   */
  static List<PodAddress> ready(List<EndpointSlice> slices, Service service, String portName) {
    for (IpFamily family : IpFamily.preferred(service)) {
      Map<String, PodAddress> byAddress = new LinkedHashMap<>();
      slices.stream()
          .filter(slice -> family.wireName().equals(slice.getAddressType()))
          .map(slice -> ready(slice, portName))
          .flatMap(Collection::stream)
          .forEach(found -> byAddress.putIfAbsent(found.host() + " " + found.port(), found));
      if (!byAddress.isEmpty()) {
        return byAddress.values().stream()
            .sorted(Comparator.comparing(PodAddress::name).thenComparing(PodAddress::host))
            .toList();
      }
    }
    return List.of();
  }

  private static List<PodAddress> ready(EndpointSlice slice, String portName) {
    return slice.getPorts().stream()
        .filter(port -> portName.equals(port.getName()) && port.getPort() != null)
        .findFirst()
        .map(
            port ->
                slice.getEndpoints().stream()
                    .filter(Slices::serves)
                    .map(endpoint -> address(endpoint, port.getPort()))
                    .toList())
        .orElse(List.of());
  }

  /** Unknown readiness counts as ready, as the API says. */
  private static boolean serves(Endpoint endpoint) {
    boolean unready =
        endpoint.getConditions() != null
            && (Boolean.FALSE.equals(endpoint.getConditions().getReady())
                || Boolean.TRUE.equals(endpoint.getConditions().getTerminating()));
    return !unready && !endpoint.getAddresses().isEmpty();
  }

  private static PodAddress address(Endpoint endpoint, int port) {
    String host = endpoint.getAddresses().getFirst();
    Optional<ObjectReference> target = Optional.ofNullable(endpoint.getTargetRef());
    String name =
        target
            .map(ObjectReference::getName)
            .or(() -> Optional.ofNullable(endpoint.getHostname()))
            .orElse(host);
    return new PodAddress(
        name, target.map(ObjectReference::getUid).orElse(host), host, port, endpoint.getZone());
  }
}
