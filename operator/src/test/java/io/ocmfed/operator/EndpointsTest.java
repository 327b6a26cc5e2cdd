package io.ocmfed.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.ocmfed.crds.ConditionType;
import io.ocmfed.crds.OcmInstance;
import io.ocmfed.crds.OcmShare;
import io.ocmfed.crds.OcmTrust;
import io.ocmfed.operator.testing.ApiServer;
import io.ocmfed.operator.testing.Cloud;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Endpoint tables, from pods on a real API server to runtimes on loopback addresses. */
@QuarkusTest
@QuarkusTestResource(ApiServer.class)
class EndpointsTest {

  @Inject KubernetesClient client;
  @Inject Vertx vertx;
  private Cloud cloud;

  @BeforeEach
  void build() {
    cloud = new Cloud(client, vertx);
  }

  @AfterEach
  void end() {
    cloud.close();
  }

  @Test
  void thePodsOfWatchesAreReadForWhatIsKeptOfThem() {
    WatchEvent event =
        client
            .getKubernetesSerialization()
            .unmarshal(
                """
                {"type": "ADDED", "object": {"kind": "Pod", "apiVersion": "v1",
                "metadata": {"name": "gateway-0"}, "spec": {"nodeName": "node-1"}}}
                """,
                WatchEvent.class);
    Pod pod = (Pod) event.getObject();
    assertThat(pod.getMetadata().getName()).isEqualTo("gateway-0");
    assertThat(pod.getSpec().getNodeName()).isNull();
  }

  @Test
  void aGatewayPodThatIsReplacedReachesEveryRuntime() {
    cloud.federated();
    cloud.gatewayPod("gateway-1");
    cloud.deletePod("gateway-0");
    await()
        .until(
            () ->
                List.of(cloud.ocm(), cloud.graph()).stream()
                    .allMatch(
                        runtime -> gateways(runtime.tables().getLast()).equals("[gateway-1]")));
    cloud.deletePod("gateway-1");
    await().until(() -> gateways(cloud.ocm().tables().getLast()).equals("[]"));
  }

  @Test
  void aRestartedRuntimeAndAForeignTableAreBothOvercome() {
    cloud.federated();
    int before = cloud.graph().tables().size();
    cloud.graph().forgetTable();
    await().until(() -> cloud.graph().tables().size() > before);

    long term = cloud.graph().tables().getLast().getJsonObject("fence").getLong("term");
    cloud.graph().hold(term + 5, 77);
    await()
        .until(
            () ->
                cloud.graph().tables().getLast().getJsonObject("fence").getLong("term") > term + 5);
  }

  @Test
  void aRefusedTokenAndARuntimeThatIsDownAreSaidAndHeal() {
    cloud.federated();
    OcmInstance instance =
        client
            .resources(OcmInstance.class)
            .inNamespace(cloud.namespace())
            .withName("cloud-a")
            .get();
    cloud.graph().accept("another");
    cloud.gatewayPod("gateway-1");
    cloud.expect(instance, ConditionType.READY, "False", "RuntimeUnauthorized");
    cloud.graph().accept(Cloud.TOKEN);
    cloud.expect(instance, ConditionType.READY, "True", "Succeeded");

    cloud.ocm().stop();
    OcmTrust trust = cloud.trust("cloud-c", "cloud-c.example.org");
    cloud.expect(trust, ConditionType.READY, "False", "RuntimeUnreachable");
    cloud.ocm().start();
    cloud.expect(trust, ConditionType.READY, "True", "Succeeded");
  }

  @Test
  void aDeadRuntimeDelaysNoOther() {
    cloud.federated();
    cloud.ocm().stop();
    cloud.gatewayPod("gateway-1");
    await()
        .until(() -> gateways(cloud.graph().tables().getLast()).equals("[gateway-0, gateway-1]"));
    cloud.ocm().start();
    await().until(() -> gateways(cloud.ocm().tables().getLast()).equals("[gateway-0, gateway-1]"));
  }

  @Test
  void aRuntimeThatStillHasThePreviousTokenIsReachedDuringRotation() {
    cloud.federated();
    cloud.rotate("the-next-admin-token", Cloud.TOKEN);
    cloud.gatewayPod("gateway-1");
    await()
        .until(() -> gateways(cloud.graph().tables().getLast()).equals("[gateway-0, gateway-1]"));
    cloud.expect(
        cloud.trust("cloud-c", "cloud-c.example.org"), ConditionType.READY, "True", "Succeeded");
  }

  @Test
  void theWatchesOfAnInstanceEndWithIt() {
    // Those of the instances of other tests may be about to end.
    AtomicLong last = new AtomicLong(-1);
    await()
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              long now = podWatches();
              return last.getAndSet(now) == now;
            });
    long before = last.get();
    cloud.gatewayPod("gateway-0");
    OcmInstance instance = cloud.instance("cloud-a");
    cloud.expect(instance, ConditionType.READY, "True", "Succeeded");
    await("watches for gateway, ocm and graph").until(() -> podWatches() == before + 3);
    cloud.delete(instance);
    await().until(() -> podWatches() == before);
  }

  /** How many watches of pods within one namespace the API server says are open. */
  private long podWatches() {
    return client
        .raw("/metrics")
        .lines()
        .filter(line -> line.startsWith("apiserver_longrunning_requests{"))
        .filter(
            line ->
                line.contains("resource=\"pods\"")
                    && line.contains("scope=\"namespace\"")
                    && line.contains("verb=\"WATCH\""))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Test
  void theOlderOfTwoInstancesForADomainPublishesAndTheYoungerInherits() {
    cloud.federated();
    OcmInstance younger = cloud.instance("cloud-z");
    cloud.expect(younger, ConditionType.STALLED, "True", "Conflict");
    int before = cloud.graph().tables().size();
    cloud.delete(
        client
            .resources(OcmInstance.class)
            .inNamespace(cloud.namespace())
            .withName("cloud-a")
            .get());
    cloud.expect(younger, ConditionType.READY, "True", "Succeeded");
    assertThat(cloud.graph().tables()).hasSizeGreaterThan(before);
  }

  @Test
  void aPausedInstanceIsToldNothingAndGetsTheNewestTableWhenItGoesOn() {
    cloud.federated();
    OcmShare share = cloud.share("report");
    cloud.expect(share, ConditionType.READY, "True", "Delivered");
    OcmInstance instance = annotate("true");
    cloud.expect(instance, ConditionType.PAUSED, "True", "Paused");
    cloud.expect(instance, ConditionType.READY, "True", "Succeeded");
    cloud.expect(share, ConditionType.PAUSED, "True", "Paused");
    cloud.expect(share, ConditionType.READY, "True", "Delivered");
    int tables = cloud.graph().tables().size();

    cloud.gatewayPod("gateway-1");
    OcmTrust trust = cloud.trust("cloud-c", "cloud-c.example.org");
    cloud.expect(trust, ConditionType.PAUSED, "True", "Paused");
    cloud.expect(trust, ConditionType.READY, "Unknown", "Pending");
    assertThat(cloud.ocm().record("trusts", "cloud-c")).isNull();
    cloud.delete(share);
    await().until(() -> cloud.now(share) == null);
    assertThat(cloud.ocm().record("shares", "report")).isNull();
    assertThat(cloud.graph().tables()).hasSize(tables);
    assertThat(cloud.now(instance).getStatus().inSync()).isEqualTo("2/2");

    annotate("false");
    await()
        .until(() -> gateways(cloud.graph().tables().getLast()).equals("[gateway-0, gateway-1]"));
    cloud.expect(trust, ConditionType.READY, "True", "Succeeded");
    cloud.expect(instance, ConditionType.READY, "True", "Succeeded");
    assertThat(cloud.condition(instance, ConditionType.PAUSED)).isEmpty();
    assertThat(cloud.condition(trust, ConditionType.PAUSED)).isEmpty();
  }

  private OcmInstance annotate(String paused) {
    return client
        .resources(OcmInstance.class)
        .inNamespace(cloud.namespace())
        .withName("cloud-a")
        .edit(
            now -> {
              now.getMetadata().setAnnotations(Map.of("ocmfed.io/paused", paused));
              return now;
            });
  }

  private static String gateways(JsonObject table) {
    return table.getJsonObject("services").getJsonArray("gateway").stream()
        .map(gateway -> ((JsonObject) gateway).getString("pod"))
        .toList()
        .toString();
  }
}
