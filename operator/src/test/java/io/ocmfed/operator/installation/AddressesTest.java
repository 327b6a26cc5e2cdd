package io.ocmfed.operator.installation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.ocmfed.operator.watch.Stripping;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which addresses a Service has, from stripped pods and slices. */
class AddressesTest {

  @Test
  void aNamedPortIsLookedUpInEachPod() {
    Service service = service("grpc");
    assertThat(addresses(service, pod("a", "grpc", 9142).build(), pod("b", "grpc", 9999).build()))
        .containsExactly("a 198.51.100.1:9142", "b 198.51.100.1:9999");
    assertThat(addresses(service, pod("a", "http", 9142).build())).isEmpty();
  }

  @Test
  void aPortOfASidecarThatIsAnInitContainerCounts() {
    Pod pod = pod("a", "grpc", 9142).build();
    pod.getSpec().setInitContainers(pod.getSpec().getContainers());
    pod.getSpec().setContainers(List.of());
    assertThat(addresses(service("grpc"), pod)).containsExactly("a 198.51.100.1:9142");
  }

  @Test
  void onlyReadyPodsThatStayAreThere() {
    Pod leaving = pod("a", "grpc", 9142).build();
    leaving.getMetadata().setDeletionTimestamp("2027-01-31T12:00:00Z");
    // The kubelet reckons readiness gates into Ready; containers alone do not do.
    Pod gated = pod("b", "grpc", 9142).build();
    gated.getStatus().getConditions().getFirst().setStatus("False");
    Pod unplaced = pod("c", "grpc", 9142).build();
    unplaced.getStatus().setPodIP(null);
    unplaced.getStatus().setPodIPs(List.of());
    assertThat(addresses(service("grpc"), leaving, gated, unplaced)).isEmpty();
  }

  @Test
  void ofTwoFamiliesTheOneThatTheServiceNamesFirstIsTaken() {
    Pod dual = pod("a", "grpc", 9142).build();
    dual.getStatus()
        .setPodIPs(
            List.of(
                new io.fabric8.kubernetes.api.model.PodIP("198.51.100.1"),
                new io.fabric8.kubernetes.api.model.PodIP("2001:db8::1")));
    assertThat(addresses(service("grpc", "IPv6", "IPv4"), dual))
        .containsExactly("a 2001:db8::1:9142");
    assertThat(addresses(service("grpc", "IPv4"), dual)).containsExactly("a 198.51.100.1:9142");
    Pod single = pod("a", "grpc", 9142).build();
    assertThat(addresses(service("grpc", "IPv6"), single)).containsExactly("a 198.51.100.1:9142");
  }

  @Test
  void slicesGiveReadyEndpointsOnThePortOfThatName() {
    EndpointSlice slice =
        slice("IPv4", "198.51.100.7")
            .addNewEndpoint()
            .withAddresses("198.51.100.8")
            .withNewConditions()
            .withReady(false)
            .endConditions()
            .endEndpoint()
            .addNewEndpoint()
            .withAddresses("198.51.100.9")
            .withNewConditions()
            .withReady(true)
            .withTerminating(true)
            .endConditions()
            .endEndpoint()
            .build();
    Service service = service("grpc");
    assertThat(slices(service, slice, slice)).containsExactly("198.51.100.7 198.51.100.7:9142");
    slice.getPorts().getFirst().setName("other");
    assertThat(slices(service, slice)).isEmpty();
  }

  @Test
  void slicesOfTheOtherFamilyServeOnlyWhereThereIsNoneOfTheFirstAndNamesNever() {
    EndpointSlice four = slice("IPv4", "198.51.100.7").build();
    EndpointSlice six = slice("IPv6", "2001:db8::7").build();
    EndpointSlice name = slice("FQDN", "gateway.example.org").build();
    Service service = service("grpc", "IPv6", "IPv4");
    assertThat(slices(service, four, six, name)).containsExactly("2001:db8::7 2001:db8::7:9142");
    assertThat(slices(service, four, name)).containsExactly("198.51.100.7 198.51.100.7:9142");
  }

  private static List<String> addresses(Service service, Pod... pods) {
    Service stripped = Stripping.service(service);
    return Ports.ready(
            List.of(pods).stream().map(Stripping::pod).toList(),
            stripped,
            Ports.named(stripped, "grpc").orElseThrow())
        .stream()
        .map(AddressesTest::text)
        .toList();
  }

  private static List<String> slices(Service service, EndpointSlice... slices) {
    return Slices.ready(
            List.of(slices).stream().map(Stripping::slice).toList(),
            Stripping.service(service),
            "grpc")
        .stream()
        .map(AddressesTest::text)
        .toList();
  }

  private static String text(PodAddress address) {
    return "%s %s:%d".formatted(address.name(), address.host(), address.port());
  }

  private static Service service(String target, String... families) {
    return new ServiceBuilder()
        .withNewMetadata()
        .withName("gateway")
        .endMetadata()
        .withNewSpec()
        .withIpFamilies(families)
        .addNewPort()
        .withName("grpc")
        .withPort(9142)
        .withNewTargetPort(target)
        .endPort()
        .endSpec()
        .build();
  }

  private static PodBuilder pod(String name, String portName, int port) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .addNewReadinessGate("example.org/registered")
        .addNewContainer()
        .withName("gateway")
        .addNewPort()
        .withName(portName)
        .withContainerPort(port)
        .endPort()
        .endContainer()
        .endSpec()
        .withNewStatus()
        .withPodIP("198.51.100.1")
        .addNewPodIP("198.51.100.1")
        .addNewCondition()
        .withType("Ready")
        .withStatus("True")
        .endCondition()
        .addNewCondition()
        .withType("ContainersReady")
        .withStatus("True")
        .endCondition()
        .endStatus();
  }

  private static EndpointSliceBuilder slice(String type, String address) {
    return new EndpointSliceBuilder()
        .withNewMetadata()
        .withName("gateway-by-hand")
        .endMetadata()
        .withAddressType(type)
        .addNewPort()
        .withName("grpc")
        .withPort(9142)
        .endPort()
        .addNewEndpoint()
        .withAddresses(address)
        .endEndpoint();
  }
}
