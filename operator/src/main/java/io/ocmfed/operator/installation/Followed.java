package io.ocmfed.operator.installation;

import io.ocmfed.operator.watch.PodWatch;
import io.ocmfed.operator.watch.PodWatches;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The pod watches that one installation needs, by Service name; opened and closed as Services
 * change.
 */
final class Followed {

  private final PodWatches watches;
  private final String namespace;
  private final Runnable onChange;
  private final Map<String, Open> byService = new HashMap<>();

  private record Open(Map<String, String> selector, PodWatch watch) {}

  Followed(PodWatches watches, String namespace, Runnable onChange) {
    this.watches = watches;
    this.namespace = namespace;
    this.onChange = onChange;
  }

  /** Follows the pods of exactly these Services. */
  synchronized void adjust(Map<String, Map<String, String>> selectorByService) {
    for (String service : Set.copyOf(byService.keySet())) {
      Open open = byService.get(service);
      if (!open.selector().equals(selectorByService.get(service))) {
        byService.remove(service);
        open.watch().close();
      }
    }
    selectorByService.forEach(
        (service, selector) ->
            byService.computeIfAbsent(
                service,
                name -> new Open(selector, watches.follow(namespace, selector, onChange))));
  }

  /** The watch of a Service's pods; empty when there is none. */
  synchronized Optional<PodWatch> of(String service) {
    return Optional.ofNullable(byService.get(service)).map(Open::watch);
  }
}
