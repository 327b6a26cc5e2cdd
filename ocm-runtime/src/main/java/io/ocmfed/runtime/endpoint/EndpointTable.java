package io.ocmfed.runtime.endpoint;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One pushed table: where every service of the installation is. Immutable.
 *
 * @param services by service name, {@code gateway} or {@code ocm}
 */
public record EndpointTable(Fence fence, Map<String, List<Endpoint>> services, Instant appliedAt) {

  public EndpointTable {
    Map<String, List<Endpoint>> copy = new HashMap<>();
    services.forEach((name, list) -> copy.put(name, List.copyOf(list)));
    services = Map.copyOf(copy);
  }

  /** The endpoints of a service; empty when the table does not speak of it. */
  public Optional<List<Endpoint>> of(String service) {
    return Optional.ofNullable(services.get(service));
  }

  /** What becomes of a push, given what is applied: older is stale, equal changes nothing. */
  static Push decide(Optional<EndpointTable> applied, EndpointTable pushed) {
    if (applied.isEmpty()) {
      return new Push.Applied(pushed);
    }
    int order = pushed.fence().compareTo(applied.get().fence());
    if (order < 0) {
      return new Push.Stale(applied.get());
    }
    return order == 0 ? new Push.Same(applied.get()) : new Push.Applied(pushed);
  }

  /** The outcome of a push; each carries the table that is applied now. */
  public sealed interface Push {
    EndpointTable now();

    /** It is newer and now in force. */
    record Applied(EndpointTable now) implements Push {}

    /** It has the fence of what is applied; nothing changed. */
    record Same(EndpointTable now) implements Push {}

    /** It is older than what is applied; nothing changed. */
    record Stale(EndpointTable now) implements Push {}
  }
}
