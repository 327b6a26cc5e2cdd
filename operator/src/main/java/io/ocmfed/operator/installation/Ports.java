package io.ocmfed.operator.installation;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.ocmfed.operator.watch.Stripping;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Which ready pods a Service has, and on which port of theirs a named Service port lands. */
final class Ports {

  private Ports() {}

  /** The Service's port of that name. */
  static Optional<ServicePort> named(Service service, String portName) {
    return service.getSpec().getPorts().stream()
        .filter(port -> portName.equals(port.getName()))
        .findFirst();
  }

  /** The ready pods that have the port, ordered by name. */
  static List<PodAddress> ready(List<Pod> pods, Service service, ServicePort port) {
    List<IpFamily> families = IpFamily.preferred(service);
    return pods.stream()
        .filter(Ports::serves)
        .flatMap(pod -> address(pod, families, port).stream())
        .sorted(Comparator.comparing(PodAddress::name))
        .toList();
  }

  private static boolean serves(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() == null
        && pod.getStatus() != null
        && pod.getStatus().getPodIP() != null
        && !pod.getStatus().getPodIP().isEmpty()
        && pod.getStatus().getConditions().stream()
            .anyMatch(
                condition ->
                    condition.getType().equals("Ready") && condition.getStatus().equals("True"));
  }

  private static Optional<PodAddress> address(Pod pod, List<IpFamily> families, ServicePort port) {
    return target(pod, port)
        .map(
            number ->
                new PodAddress(
                    pod.getMetadata().getName(),
                    pod.getMetadata().getUid(),
                    host(pod, families),
                    number,
                    zone(pod)));
  }

  /** Of the family that the Service prefers, where the pod has it. */
  private static String host(Pod pod, List<IpFamily> families) {
    return families.stream()
        .flatMap(
            family -> pod.getStatus().getPodIPs().stream().map(PodIP::getIp).filter(family::is))
        .findFirst()
        .orElse(pod.getStatus().getPodIP());
  }

  private static Optional<Integer> target(Pod pod, ServicePort port) {
    IntOrString target = port.getTargetPort();
    if (target == null) {
      return Optional.of(port.getPort());
    }
    if (target.getStrVal() == null) {
      // The API server fills in the port itself where none is given, but 0 has been seen.
      return Optional.of(
          target.getIntVal() == null || target.getIntVal() == 0
              ? port.getPort()
              : target.getIntVal());
    }
    return containers(pod)
        .flatMap(container -> container.getPorts().stream())
        .filter(candidate -> target.getStrVal().equals(candidate.getName()))
        .map(candidate -> candidate.getContainerPort())
        .findFirst();
  }

  private static Stream<Container> containers(Pod pod) {
    if (pod.getSpec() == null) {
      return Stream.empty();
    }
    return Stream.concat(
        pod.getSpec().getContainers().stream(), pod.getSpec().getInitContainers().stream());
  }

  private static String zone(Pod pod) {
    Map<String, String> labels = pod.getMetadata().getLabels();
    return labels == null ? null : labels.get(Stripping.ZONE_LABEL);
  }
}
