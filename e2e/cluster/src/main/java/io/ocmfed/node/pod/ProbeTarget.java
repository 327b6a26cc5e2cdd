package io.ocmfed.node.pod;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.ocmfed.node.image.Invocation;

/**
 * A running container as probes and hooks see it.
 *
 * @param container its specification
 * @param invocation how it was started
 */
record ProbeTarget(Container container, Invocation invocation) {

  /**
   * The port's number, with names looked up among the container's ports.
   *
   * @throws IllegalArgumentException if there is no such name
   */
  int port(IntOrString port) {
    if (port.getStrVal() == null) {
      return port.getIntVal();
    }
    if (port.getStrVal().matches("\\d+")) {
      return Integer.parseInt(port.getStrVal());
    }
    return container.getPorts().stream()
        .filter(known -> port.getStrVal().equals(known.getName()))
        .map(ContainerPort::getContainerPort)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("the container has no port " + port.getStrVal()));
  }
}
