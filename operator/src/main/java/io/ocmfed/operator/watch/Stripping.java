package io.ocmfed.operator.watch;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.List;
import java.util.Map;

/** What is kept of the objects of each watched type. */
public final class Stripping {

  /** Label that recent API servers copy from the node to its pods. */
  public static final String ZONE_LABEL = "topology.kubernetes.io/zone";

  private Stripping() {}

  /** Our own kinds: all but managedFields, which outweigh the rest. */
  public static <T extends HasMetadata> T managedFields(T object) {
    object.getMetadata().setManagedFields(null);
    return object;
  }

  /** Selector, ports and IP families. */
  public static Service service(Service service) {
    return new ServiceBuilder()
        .withMetadata(bare(service.getMetadata()))
        .withNewSpec()
        .withSelector(service.getSpec() == null ? null : service.getSpec().getSelector())
        .withPorts(service.getSpec() == null ? List.of() : service.getSpec().getPorts())
        .withIpFamilies(service.getSpec() == null ? List.of() : service.getSpec().getIpFamilies())
        .endSpec()
        .build();
  }

  /** Type, owners and data. */
  public static Secret secret(Secret secret) {
    ObjectMeta metadata = bare(secret.getMetadata());
    metadata.setOwnerReferences(secret.getMetadata().getOwnerReferences());
    return new SecretBuilder()
        .withMetadata(metadata)
        .withType(secret.getType())
        .withData(secret.getData())
        .build();
  }

  /** Addresses, readiness, zone and the names of ports. */
  public static Pod pod(Pod pod) {
    ObjectMeta metadata = bare(pod.getMetadata());
    Map<String, String> labels = pod.getMetadata().getLabels();
    if (labels != null && labels.containsKey(ZONE_LABEL)) {
      metadata.setLabels(Map.of(ZONE_LABEL, labels.get(ZONE_LABEL)));
    }
    PodBuilder bare = new PodBuilder().withMetadata(metadata);
    if (pod.getSpec() != null) {
      bare.withNewSpec()
          .withContainers(ports(pod.getSpec().getContainers()))
          .withInitContainers(ports(pod.getSpec().getInitContainers()))
          .endSpec();
    }
    if (pod.getStatus() != null) {
      bare.withNewStatus()
          .withPhase(pod.getStatus().getPhase())
          .withPodIP(pod.getStatus().getPodIP())
          .withPodIPs(pod.getStatus().getPodIPs())
          .withConditions(
              pod.getStatus().getConditions().stream()
                  .filter(condition -> condition.getType().equals("Ready"))
                  .toList())
          .endStatus();
    }
    return bare.build();
  }

  /** Addresses and ports. */
  public static EndpointSlice slice(EndpointSlice slice) {
    return new EndpointSliceBuilder()
        .withMetadata(bare(slice.getMetadata()))
        .withAddressType(slice.getAddressType())
        .withPorts(slice.getPorts())
        .withEndpoints(slice.getEndpoints())
        .build();
  }

  private static List<Container> ports(List<Container> containers) {
    return containers.stream()
        .filter(container -> !container.getPorts().isEmpty())
        .map(
            container ->
                new ContainerBuilder()
                    .withName(container.getName())
                    .withPorts(container.getPorts())
                    .build())
        .toList();
  }

  private static ObjectMeta bare(ObjectMeta full) {
    return new ObjectMetaBuilder()
        .withName(full.getName())
        .withNamespace(full.getNamespace())
        .withUid(full.getUid())
        .withResourceVersion(full.getResourceVersion())
        .withGeneration(full.getGeneration())
        .withCreationTimestamp(full.getCreationTimestamp())
        .withDeletionTimestamp(full.getDeletionTimestamp())
        .build();
  }
}
