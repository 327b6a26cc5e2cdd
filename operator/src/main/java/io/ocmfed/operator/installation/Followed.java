package io.ocmfed.operator.installation;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.ocmfed.operator.watch.PodWatches;
import io.ocmfed.operator.watch.SelectorWatch;
import io.ocmfed.operator.watch.SliceWatches;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The watches that one installation needs, by Service name; opened and closed as Services change.
 */
final class Followed {

  private final PodWatches podWatches;
  private final SliceWatches sliceWatches;
  private final String namespace;
  private final Runnable onChange;
  private final Map<String, Open<Pod>> pods = new HashMap<>();
  private final Map<String, SelectorWatch<EndpointSlice>> slices = new HashMap<>();

  private record Open<T extends HasMetadata>(
      Map<String, String> selector, SelectorWatch<T> watch) {}

  Followed(PodWatches podWatches, SliceWatches sliceWatches, String namespace, Runnable onChange) {
    this.podWatches = podWatches;
    this.sliceWatches = sliceWatches;
    this.namespace = namespace;
    this.onChange = onChange;
  }

  /**
   * Follows exactly these.
   *
   * @param selectorByService the Services whose pods are followed
   * @param trusted the Services whose EndpointSlices are followed
   */
  synchronized void adjust(
      Map<String, Map<String, String>> selectorByService, Set<String> trusted) {
    for (String service : Set.copyOf(pods.keySet())) {
      Open<Pod> open = pods.get(service);
      if (!open.selector().equals(selectorByService.get(service))) {
        pods.remove(service);
        open.watch().close();
      }
    }
    for (String service : Set.copyOf(slices.keySet())) {
      if (!trusted.contains(service)) {
        slices.remove(service).close();
      }
    }
    selectorByService.forEach(
        (service, selector) ->
            pods.computeIfAbsent(
                service,
                name -> new Open<>(selector, podWatches.follow(namespace, selector, onChange))));
    trusted.forEach(
        service ->
            slices.computeIfAbsent(
                service, name -> sliceWatches.follow(namespace, name, onChange)));
  }

  /** Follows nothing any more. */
  void end() {
    adjust(Map.of(), Set.of());
  }

  /** The watch of a Service's pods; empty when there is none. */
  synchronized Optional<SelectorWatch<Pod>> pods(String service) {
    return Optional.ofNullable(pods.get(service)).map(Open::watch);
  }

  /** The watch of a Service's EndpointSlices; empty when there is none. */
  synchronized Optional<SelectorWatch<EndpointSlice>> slices(String service) {
    return Optional.ofNullable(slices.get(service));
  }
}
