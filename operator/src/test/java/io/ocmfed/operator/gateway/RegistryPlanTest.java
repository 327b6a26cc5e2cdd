package io.ocmfed.operator.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocmfed.operator.runtime.Endpoint;
import io.ocmfed.operator.runtime.Fence;
import io.ocmfed.registry.RegistryEntry;
import io.ocmfed.registry.RegistryKey;
import io.ocmfed.registry.RegistryNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistryPlanTest {

  private static final String GATEWAY = "com.owncloud.api.gateway";
  private static final Fence FENCE = new Fence(3, 7);
  private static final Endpoint ONE = new Endpoint("198.51.100.1", 9142, null, "gateway-1");

  @Test
  void aPodThatDidNotRegisterIsWrittenAndOneThatDidIsLeftAlone() {
    Endpoint two = new Endpoint("198.51.100.2", 9142, null, "gateway-2");
    RegistryPlan plan = plan(List.of(ONE, two), foreign("uuid-1", "198.51.100.1:9142"));
    assertThat(plan.delete()).isEmpty();
    assertThat(plan.write()).hasSize(1);
    RegistryNode written = plan.write().values().iterator().next();
    assertThat(written.address()).isEqualTo("198.51.100.2:9142");
    assertThat(written.metadata())
        .containsEntry("protocol", "grpc")
        .containsEntry("ocmfed.io/revision", "3.7");
  }

  @Test
  void nodesAtAddressesOfNoReadyPodGoWhoeverWroteThem() {
    RegistryEntry stale = foreign("uuid-2", "198.51.100.9:9142");
    RegistryEntry ours = own("198.51.100.8:9142", "3.6");
    RegistryPlan plan = plan(List.of(ONE), foreign("uuid-1", "198.51.100.1:9142"), stale, ours);
    assertThat(plan.delete()).containsExactlyInAnyOrder(stale, ours);
    assertThat(plan(List.of(), stale).delete()).containsExactly(stale);
  }

  @Test
  void aNodeThatIsNoPodsStaysAndSoDoesOneOnAnotherPortOfALivingPod() {
    RegistryPlan plan =
        plan(
            List.of(ONE),
            foreign("a", "unix:/run/gateway.sock"),
            foreign("b", "gateway.example.org:9142"),
            foreign("c", "198.51.100.1:9999"));
    assertThat(plan.delete()).isEmpty();
    assertThat(plan.write()).hasSize(1);
  }

  @Test
  void aNodeOfOursGoesWhenThePodHasRegisteredItself() {
    RegistryEntry ours = own("198.51.100.1:9142", "3.7");
    RegistryPlan plan = plan(List.of(ONE), ours, foreign("uuid-1", "198.51.100.1:9142"));
    assertThat(plan.delete()).containsExactly(ours);
    assertThat(plan.write()).isEmpty();
  }

  @Test
  void aNodeOfOursIsWrittenAnewWhenItAgesOrTheTableChanges() {
    RegistryEntry ours = own("198.51.100.1:9142", "3.7");
    assertThat(plan(List.of(ONE), ours).done()).isTrue();
    assertThat(RegistryPlan.of(GATEWAY, List.of(ONE), FENCE, List.of(ours), key -> false).write())
        .hasSize(1);
    assertThat(plan(List.of(ONE), own("198.51.100.1:9142", "3.6")).write()).hasSize(1);
  }

  @Test
  void aNewerTableOfAnotherOperatorStopsEverything() {
    RegistryPlan plan =
        plan(List.of(), own("198.51.100.1:9142", "4.1"), foreign("a", "198.51.100.9:9142"));
    assertThat(plan.newer()).contains(new Fence(4, 1));
    assertThat(plan.delete()).isEmpty();
  }

  private static RegistryPlan plan(List<Endpoint> gateways, RegistryEntry... entries) {
    return RegistryPlan.of(GATEWAY, gateways, FENCE, List.of(entries), key -> true);
  }

  private static RegistryEntry foreign(String serverId, String address) {
    return new RegistryEntry(
        new RegistryKey(GATEWAY, serverId, "7.1.0"),
        1,
        List.of(new RegistryNode("node", address, Map.of())));
  }

  private static RegistryEntry own(String address, String revision) {
    return new RegistryEntry(
        new RegistryKey(GATEWAY, "ocmfed-" + address, "ocmfed"),
        2,
        List.of(new RegistryNode("node", address, Map.of("ocmfed.io/revision", revision))));
  }
}
