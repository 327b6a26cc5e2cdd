package io.ocmfed.node.net;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Which pods are behind a Service; pure. */
final class Backends {

  private Backends() {}

  /** The pods that the Service selects and that have an address. */
  static Stream<Pod> selected(Service service, Collection<Pod> pods) {
    Map<String, String> selector = service.getSpec().getSelector();
    if (selector == null || selector.isEmpty()) {
      return Stream.empty();
    }
    return pods.stream()
        .filter(pod -> sameNamespace(service, pod))
        .filter(pod -> hasLabels(pod, selector))
        .filter(pod -> pod.getStatus() != null && pod.getStatus().getPodIP() != null)
        .filter(pod -> !ended(pod))
        .filter(pod -> isReady(pod) || publishesAll(service));
  }

  /** Where connections to that port of the Service go: ready pods, in a stable order. */
  static List<InetSocketAddress> of(Service service, ServicePort port, Collection<Pod> pods) {
    return selected(service, pods)
        .map(
            pod -> {
              OptionalInt target = targetPort(pod, port);
              return target.isEmpty()
                  ? null
                  : new InetSocketAddress(pod.getStatus().getPodIP(), target.getAsInt());
            })
        .filter(Objects::nonNull)
        .sorted((a, b) -> a.toString().compareTo(b.toString()))
        .toList();
  }

  private static OptionalInt targetPort(Pod pod, ServicePort port) {
    IntOrString target = port.getTargetPort();
    if (target == null) {
      return OptionalInt.of(port.getPort());
    }
    if (target.getStrVal() == null) {
      return OptionalInt.of(target.getIntVal() == 0 ? port.getPort() : target.getIntVal());
    }
    return pod.getSpec().getContainers().stream()
        .map(Container::getPorts)
        .flatMap(List::stream)
        .filter(known -> target.getStrVal().equals(known.getName()))
        .mapToInt(ContainerPort::getContainerPort)
        .findFirst();
  }

  private static boolean sameNamespace(Service service, Pod pod) {
    return pod.getMetadata().getNamespace().equals(service.getMetadata().getNamespace());
  }

  private static boolean hasLabels(Pod pod, Map<String, String> selector) {
    Map<String, String> labels = pod.getMetadata().getLabels();
    return labels != null && labels.entrySet().containsAll(selector.entrySet());
  }

  private static boolean publishesAll(Service service) {
    return Boolean.TRUE.equals(service.getSpec().getPublishNotReadyAddresses());
  }

  private static boolean ended(Pod pod) {
    return List.of("Succeeded", "Failed").contains(String.valueOf(pod.getStatus().getPhase()));
  }

  static boolean isReady(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() == null
        && pod.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
  }
}
