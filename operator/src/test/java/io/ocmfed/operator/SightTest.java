package io.ocmfed.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.ocmfed.crds.ConditionType;
import io.ocmfed.crds.OcmInstance;
import io.ocmfed.operator.testing.ApiServer;
import io.ocmfed.operator.testing.Cloud;
import io.ocmfed.operator.testing.Collector;
import io.ocmfed.operator.testing.MetricNames;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the operator lets be seen: metrics, traces, and the status of an OcmInstance. */
@QuarkusTest
@QuarkusTestResource(ApiServer.class)
@QuarkusTestResource(Collector.class)
class SightTest implements Collector.Aware {

  @Inject KubernetesClient client;
  @Inject Vertx vertx;

  @TestHTTPResource("/q/metrics")
  URI metrics;

  private Cloud cloud;
  private Collector collector;

  @Override
  public void collector(Collector injected) {
    collector = injected;
  }

  @BeforeEach
  void build() {
    cloud = new Cloud(client, vertx);
    cloud.federated();
  }

  @AfterEach
  void end() {
    cloud.close();
  }

  @Test
  void theMetricsAreThoseOfTheOperationsPage() {
    cloud.graph().accept("another");
    cloud.gatewayPod("gateway-1");
    patiently()
        .untilAsserted(
            () ->
                assertThat(text())
                    .containsPattern(
                        series("push_failures_total", "reason=\"unauthorized\"[^}]*graph")));
    assertThat(MetricNames.exported(text())).isEqualTo(MetricNames.documented(Set.of("operator")));
  }

  @Test
  void aRuntimePodIsShownWithItsTableAndGoesWithoutTrace() {
    String inSync = series("target_in_sync", "target_pod=\"graph-0\"[^}]*") + " 1.0";
    patiently().untilAsserted(() -> assertThat(text()).containsPattern(inSync));
    assertThat(text())
        .containsPattern(series("target_behind_seconds", "target_pod=\"graph-0\"[^}]*") + " 0.0");
    assertThat(value("target_table_sequence", "target_pod=\"graph-0\"[^}]*"))
        .isEqualTo(value("table_sequence", ""));

    cloud.graph().accept("another");
    cloud.gatewayPod("gateway-1");
    patiently()
        .untilAsserted(
            () ->
                assertThat(value("target_behind_seconds", "target_pod=\"graph-0\"[^}]*"))
                    .isGreaterThan(0));
    assertThat(text())
        .containsPattern(series("target_in_sync", "target_pod=\"graph-0\"[^}]*") + " 0.0");

    cloud.deletePod("graph-0");
    patiently().untilAsserted(() -> assertThat(text()).doesNotContainPattern(ours("graph-0")));
    cloud.delete(instance());
    patiently()
        .untilAsserted(
            () ->
                assertThat(text())
                    .doesNotContain("target_namespace=\"" + cloud.namespace() + "\""));
  }

  @Test
  void aGatewayPodThatComesBackIsAFlapAndANewOneIsNone() {
    Pod pod = cloud.gatewayPod("gateway-1");
    patiently().untilAsserted(() -> assertThat(value("gateways", "")).isEqualTo(2));
    assertThat(value("gateway_flaps_total", "")).isZero();
    String ip =
        client
            .pods()
            .inNamespace(cloud.namespace())
            .withName("gateway-1")
            .get()
            .getStatus()
            .getPodIP();
    cloud.ready(pod, ip, false);
    patiently().untilAsserted(() -> assertThat(value("gateways", "")).isEqualTo(1));
    cloud.ready(pod, ip, true);
    patiently().untilAsserted(() -> assertThat(value("gateway_flaps_total", "")).isEqualTo(1));
  }

  @Test
  void thePodThatIsBehindIsNamedInTheStatus() {
    cloud.graph().accept("another");
    cloud.gatewayPod("gateway-1");
    cloud.expect(instance(), ConditionType.ENDPOINTS_IN_SYNC, "False", "EndpointsBehind");
    String message =
        cloud.condition(instance(), ConditionType.ENDPOINTS_IN_SYNC).orElseThrow().getMessage();
    assertThat(message)
        .matches("Pod graph-0 is behind since \\d{4}-\\d\\d-\\d\\dT[0-9:]+Z\\. .*admin token.*");
    OcmInstance now = cloud.now(instance());
    assertThat(now.getStatus().runtimes())
        .filteredOn(runtime -> runtime.name().equals("graph"))
        .allMatch(runtime -> message.equals(runtime.message()) && runtime.inSync() == 0);
    cloud.graph().accept(Cloud.TOKEN);
    cloud.expect(instance(), ConditionType.ENDPOINTS_IN_SYNC, "True", "Succeeded");
  }

  @Test
  void aPushIsAStepThatTheRuntimeCanGoOnFrom() {
    List<String> traces = cloud.graph().traces();
    assertThat(traces).isNotEmpty().allMatch(it -> it.matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01"));
    String[] parts = traces.getLast().split("-");
    patiently().until(() -> collector.has(parts[1], parts[2]));
  }

  private OcmInstance instance() {
    return client
        .resources(OcmInstance.class)
        .inNamespace(cloud.namespace())
        .withName("cloud-a")
        .get();
  }

  private String text() {
    try (InputStream in = metrics.toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private double value(String name, String labels) {
    var sample = java.util.regex.Pattern.compile(series(name, labels) + " (\\S+)").matcher(text());
    assertThat(sample.find()).as(name).isTrue();
    return Double.parseDouble(sample.group(1));
  }

  /** A series of this test's instance; labels are in the order of their names. */
  private String series(String name, String labels) {
    String before = labels.startsWith("reason") ? "[^}]*" + labels : "";
    String after = labels.startsWith("reason") ? "" : labels;
    return "ocmfed_%s\\{ocminstance=\"cloud-a\",%s[^}]*target_namespace=\"%s\"[^}]*%s}"
        .formatted(name, before, cloud.namespace(), after);
  }

  private String ours(String pod) {
    return "target_namespace=\"" + cloud.namespace() + "\",target_pod=\"" + pod + "\"";
  }

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofSeconds(60));
  }
}
