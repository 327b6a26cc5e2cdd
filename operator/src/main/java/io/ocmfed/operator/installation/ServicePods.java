package io.ocmfed.operator.installation;

import java.util.List;

/** What is known of a Service and the pods behind it. */
public sealed interface ServicePods {

  /** The Service does not exist. */
  record NoService() implements ServicePods {}

  /** The Service has no port of that name. */
  record NoPort(String portName) implements ServicePods {}

  /** The Service has no selector, and its EndpointSlices are not trusted. */
  record WithoutSelector() implements ServicePods {}

  /** The pods have not all been seen yet; nothing may be concluded. */
  record Unsynced() implements ServicePods {}

  /** The ready pods, ordered by name; an empty list is a fact. */
  record Known(List<PodAddress> ready) implements ServicePods {}

  /** The ready pods as far as they are known. */
  default List<PodAddress> ready() {
    return this instanceof Known(List<PodAddress> pods) ? pods : List.of();
  }
}
