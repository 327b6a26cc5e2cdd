package io.ocmfed.runtime.endpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which addresses a channel may use, decided from what is known. Pure.
 *
 * @param table the pushed endpoints; empty optional before the first push
 * @param previous what the channel uses now; matters when the table turns empty
 * @param fallback what DNS said, when it had to be asked
 */
record Candidates(
    Optional<List<Endpoint>> table, List<Endpoint> previous, List<Endpoint> fallback) {

  /** The addresses worth knowing the health of. */
  List<Endpoint> watched() {
    Map<String, Endpoint> all = new LinkedHashMap<>();
    // Without any table DNS alone counts: what it no longer names would otherwise pile up.
    List<Endpoint> base = table.map(list -> list.isEmpty() ? previous : list).orElse(List.of());
    base.forEach(endpoint -> all.putIfAbsent(endpoint.address(), endpoint));
    fallback.forEach(endpoint -> all.putIfAbsent(endpoint.address(), endpoint));
    return List.copyOf(all.values());
  }

  /**
   * The addresses to use. An empty table is a fact: what works is left alone, what does not is not
   * dialled again. Silent addresses are left out as long as any other is there.
   */
  List<Endpoint> usable(Function<Endpoint, Health> health) {
    boolean emptied = table.filter(List::isEmpty).isPresent();
    List<Endpoint> usable = new ArrayList<>();
    List<Endpoint> silent = new ArrayList<>();
    for (Endpoint endpoint : watched()) {
      Health state = health.apply(endpoint);
      boolean pushedAway = emptied && !contains(fallback, endpoint);
      if (pushedAway && state != Health.READY) {
        continue;
      }
      (state == Health.EJECTED ? silent : usable).add(endpoint);
    }
    return usable.isEmpty() ? silent : usable;
  }

  private static boolean contains(List<Endpoint> list, Endpoint endpoint) {
    return list.stream().anyMatch(other -> other.address().equals(endpoint.address()));
  }
}
