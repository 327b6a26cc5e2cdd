package io.ocmfed.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBindingBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.ocmfed.cluster.NatsServer;
import io.ocmfed.crds.ConditionType;
import io.ocmfed.crds.Delivery;
import io.ocmfed.crds.EndpointSlicePolicy;
import io.ocmfed.crds.LocalReference;
import io.ocmfed.crds.OcmInstance;
import io.ocmfed.crds.OcmInstanceSpec;
import io.ocmfed.crds.RuntimeRole;
import io.ocmfed.crds.WorkloadKind;
import io.ocmfed.operator.testing.ApiServer;
import io.ocmfed.operator.testing.Cloud;
import io.ocmfed.registry.NatsAccess;
import io.ocmfed.registry.RegistryEntry;
import io.ocmfed.registry.RegistryKey;
import io.ocmfed.registry.RegistryNode;
import io.ocmfed.registry.ServiceBucket;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Endpoints from slices, and tables for runtimes without our admin API: on a real API server and a
 * real NATS server. Nothing listens at the gateways' addresses, and nobody dials them.
 */
@QuarkusTest
@QuarkusTestResource(ApiServer.class)
class DeliveriesTest {

  private static final String GATEWAY = "com.owncloud.api.gateway";

  private static final String TOUCHED = "{\"metadata\":{\"annotations\":{\"touched\":\"1\"}}}";

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
  void aServiceWithoutSelectorIsFollowedThroughSlicesOnlyWhereTheyAreTrusted() {
    client
        .services()
        .inNamespace(cloud.namespace())
        .withName("gateway")
        .edit(now -> new ServiceBuilder(now).editSpec().withSelector(Map.of()).endSpec().build());
    slice("198.51.100.7", "198.51.100.8");
    OcmInstance instance = instance(EndpointSlicePolicy.IGNORE);
    cloud.expect(instance, ConditionType.GATEWAY_AVAILABLE, "False", "NoReadyGateway");
    assertThat(cloud.condition(instance, ConditionType.GATEWAY_AVAILABLE).get().getMessage())
        .contains("endpointSlices: Trust");

    client
        .resources(OcmInstance.class)
        .inNamespace(cloud.namespace())
        .withName("cloud-a")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"gateway\":{\"endpointSlices\":\"Trust\"}}}");
    awaitGateways("198.51.100.7", "198.51.100.8");
    cloud.expect(instance, ConditionType.READY, "True", "Succeeded");

    slice("198.51.100.9");
    awaitGateways("198.51.100.9");
    client
        .services()
        .inNamespace(cloud.namespace())
        .withName("gateway")
        .edit(
            now ->
                new ServiceBuilder(now)
                    .editSpec()
                    .addToSelector("app", "gateway")
                    .endSpec()
                    .build());
    String pod = cloud.gatewayPod("gateway-1").getStatus().getPodIP();
    awaitGateways(pod);
  }

  @Test
  void aStaleNodeInTheRegistryIsGoneLongBeforeItsLifetime() throws Exception {
    try (NatsServer nats = NatsServer.start("127.0.0.1")) {
      NatsAccess access = NatsAccess.of(nats.url());
      try (ServiceBucket bucket = open(access)) {
        String first = cloud.gatewayPod("gateway-0").getStatus().getPodIP();
        String second = cloud.gatewayPod("gateway-1").getStatus().getPodIP();
        // The first registers itself, as oCIS does; the second is ours to write.
        RegistryKey registered = new RegistryKey(GATEWAY, "11111111-2222", "7.1.0");
        RegistryNode node = new RegistryNode("node", first + ":9142", Map.of());
        bucket.put(registered, node);
        RegistryKey other = new RegistryKey("com.owncloud.web", "99999999-8888", "7.1.0");
        bucket.put(other, new RegistryNode("node", "198.51.100.99:9100", Map.of()));

        OcmInstance instance = instance(registry(nats.url(), null));
        await()
            .untilAsserted(
                () -> assertThat(hosts(bucket)).containsExactlyInAnyOrder(first, second));
        cloud.expect(instance, ConditionType.READY, "True", "Succeeded");
        assertThat(cloud.now(instance).getStatus().inSync()).isEqualTo("2/2");

        // The stale node was just written: left to itself it would stay for 30 s.
        bucket.put(registered, node);
        long began = System.nanoTime();
        cloud.deletePod("gateway-0");
        await()
            .pollInterval(Duration.ofMillis(5))
            .atMost(Duration.ofSeconds(10))
            .until(() -> hosts(bucket).equals(List.of(second)));
        System.out.printf(
            "A stale node of a vanished pod was gone from the registry after %d ms; its lifetime is %d ms.%n",
            (System.nanoTime() - began) / 1_000_000, bucket.lifetime().toMillis());

        // Whoever registers a vanished pod again, as one that ends slowly does, is corrected too.
        bucket.put(registered, node);
        await().until(() -> hosts(bucket).equals(List.of(second)));
        assertThat(bucket.list("com.owncloud.web")).hasSize(1);
      }
    }
  }

  @Test
  void aNatsServerThatIsAwayIsSaidDelaysNobodyAndIsFilledAgainWhenItIsBack() throws Exception {
    try (NatsServer nats =
        NatsServer.start(
            "127.0.0.1", "authorization { users: [{user: \"ocmfed\", password: \"right\"}] }")) {
      String first = cloud.gatewayPod("gateway-0").getStatus().getPodIP();
      OcmInstance instance = instance(registry(nats.url(), "nats"));
      cloud.expect(instance, ConditionType.READY, "False", "SecretNotFound");
      cloud.secret(
          "nats", "ocmfed.io/nats-credentials", Map.of("username", "ocmfed", "password", "wrong"));
      cloud.expect(instance, ConditionType.READY, "False", "NatsRefused");
      assertThat(cloud.now(instance).getStatus().runtimes().get(1).message())
          .contains("refuses the credentials")
          .doesNotContain("wrong");
      client
          .secrets()
          .inNamespace(cloud.namespace())
          .withName("nats")
          .edit(
              now -> {
                now.setStringData(Map.of("password", "right"));
                return now;
              });
      cloud.expect(instance, ConditionType.READY, "True", "Succeeded");

      nats.stop();
      cloud.expect(instance, ConditionType.READY, "False", "NatsUnreachable");
      String second = cloud.gatewayPod("gateway-1").getStatus().getPodIP();
      awaitGateways(first, second);
      nats.start();
      NatsAccess access =
          new NatsAccess(
              nats.url(),
              Optional.of("ocmfed"),
              Optional.of("right"),
              Optional.empty(),
              Optional.empty());
      cloud.expect(instance, ConditionType.READY, "True", "Succeeded");
      try (ServiceBucket bucket = open(access)) {
        assertThat(hosts(bucket)).containsExactlyInAnyOrder(first, second);
      }
    }
  }

  @Test
  void aWorkloadIsRestartedOncePerChangeAndNeverDuringARollout() {
    OcmInstance instance = instanceWithPinned();
    assertThat(restartedAt("pinned")).as("nothing has changed yet").isNull();
    String before = restartedFor("pinned");
    assertThat(before).isNotNull();

    cloud.gatewayPod("gateway-1");
    await().until(() -> restartedAt("pinned") != null);
    String once = restartedFor("pinned");
    assertThat(once).isNotEqualTo(before);
    cloud.expect(instance, ConditionType.ENDPOINTS_IN_SYNC, "False", "EndpointsBehind");
    await().until(() -> !events("pinned").isEmpty());
    assertThat(events("pinned").getFirst().getMessage()).contains("cloud-a").contains(":9142");

    // A rollout is under way: the next change must wait for its end.
    cloud.deletePod("gateway-0");
    awaitGateways(
        client
            .pods()
            .inNamespace(cloud.namespace())
            .withName("gateway-1")
            .get()
            .getStatus()
            .getPodIP());
    await()
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(4))
        .until(() -> restartedFor("pinned").equals(once));
    rolledOut("pinned");
    await().until(() -> !restartedFor("pinned").equals(once));
    rolledOut("pinned");
    cloud.expect(instance, ConditionType.READY, "True", "Succeeded");
    assertThat(
            client
                .apps()
                .deployments()
                .inNamespace(cloud.namespace())
                .withName("pinned")
                .get()
                .getMetadata()
                .getGeneration())
        .as("created, written down, and two restarts for two changes")
        .isEqualTo(4);
  }

  @Test
  void aWorkloadThatIsNotThereOrWouldNotRollIsSaid() {
    cloud.gatewayPod("gateway-0");
    OcmInstance instance = instance(pinned());
    cloud.expect(instance, ConditionType.READY, "False", "WorkloadNotFound");
    deployment("pinned");
    rolledOut("pinned");
    cloud.expect(instance, ConditionType.READY, "True", "Succeeded");
  }

  @Test
  void aRestartThatIsForbiddenIsSaidWithTheRemedyAndMadeUpForWhenItIsAllowed() {
    OcmInstance instance = instanceWithPinned();

    forbidRestarts("pinned");
    rolledOut("pinned");
    cloud.gatewayPod("gateway-1");
    cloud.expect(instance, ConditionType.READY, "False", "RestartNotPossible");
    assertThat(cloud.condition(instance, ConditionType.READY).get().getMessage())
        .contains("Deployment pinned", "rbac.restartWorkloads");
    assertThat(restartedAt("pinned")).isNull();

    allowRestarts("pinned");
    await().until(() -> restartedAt("pinned") != null);
    rolledOut("pinned");
    cloud.expect(instance, ConditionType.READY, "True", "Succeeded");
  }

  /** One with a gateway, and a Deployment that is written down for it and rolled out. */
  private OcmInstance instanceWithPinned() {
    cloud.gatewayPod("gateway-0");
    deployment("pinned");
    rolledOut("pinned");
    OcmInstance instance = instance(pinned());
    await().until(() -> restartedFor("pinned") != null);
    // To be written down is a new generation of a Deployment, though no rollout.
    rolledOut("pinned");
    cloud.expect(instance, ConditionType.READY, "True", "Succeeded");
    return instance;
  }

  /** The API server answers changes of that Deployment with 403, as where the role lacks them. */
  private void forbidRestarts(String name) {
    client
        .resource(
            new ValidatingAdmissionPolicyBuilder()
                .withNewMetadata()
                .withName(policy(name))
                .endMetadata()
                .withNewSpec()
                .withFailurePolicy("Fail")
                .withNewMatchConstraints()
                .addNewResourceRule()
                .withApiGroups("apps")
                .withApiVersions("v1")
                .withOperations("UPDATE")
                .withResources("deployments")
                .endResourceRule()
                .endMatchConstraints()
                .addNewValidation()
                .withExpression(
                    "namespaceObject.metadata.name != '%s' || object.metadata.name != '%s'"
                        .formatted(cloud.namespace(), name))
                .withReason("Forbidden")
                .endValidation()
                .endSpec()
                .build())
        .create();
    client
        .resource(
            new ValidatingAdmissionPolicyBindingBuilder()
                .withNewMetadata()
                .withName(policy(name))
                .endMetadata()
                .withNewSpec()
                .withPolicyName(policy(name))
                .withValidationActions("Deny")
                .endSpec()
                .build())
        .create();
    await()
        .until(
            () -> {
              try {
                client.resource(get(name)).patch(PatchContext.of(PatchType.JSON_MERGE), TOUCHED);
                return false;
              } catch (KubernetesClientException refused) {
                return refused.getCode() == 403;
              }
            });
  }

  private void allowRestarts(String name) {
    client
        .admissionRegistration()
        .v1()
        .validatingAdmissionPolicyBindings()
        .withName(policy(name))
        .delete();
    client
        .admissionRegistration()
        .v1()
        .validatingAdmissionPolicies()
        .withName(policy(name))
        .delete();
  }

  private String policy(String name) {
    return cloud.namespace() + "-" + name;
  }

  private static OcmInstanceSpec.Runtime pinned() {
    return new OcmInstanceSpec.Runtime(
        "pinned",
        RuntimeRole.GRAPH,
        Delivery.RESTART,
        null,
        null,
        null,
        null,
        new OcmInstanceSpec.WorkloadReference(WorkloadKind.DEPLOYMENT, "pinned"));
  }

  private OcmInstanceSpec.Runtime registry(String url, String secret) {
    return new OcmInstanceSpec.Runtime(
        "registry",
        RuntimeRole.GRAPH,
        Delivery.NATS_REGISTRY,
        null,
        null,
        null,
        new OcmInstanceSpec.NatsRegistry(
            url, null, GATEWAY, secret == null ? null : new LocalReference(secret)),
        null);
  }

  private static ServiceBucket open(NatsAccess access) throws Exception {
    return ServiceBucket.open(
        access, "service-registry", "test", ServiceBucket.Missing.CREATE, () -> {});
  }

  private static List<String> hosts(ServiceBucket bucket) throws Exception {
    return bucket.list(GATEWAY).stream()
        .map(RegistryEntry::nodes)
        .flatMap(List::stream)
        .flatMap(node -> node.host().stream())
        .sorted()
        .toList();
  }

  private OcmInstance instance(EndpointSlicePolicy slices) {
    return cloud.instance("cloud-a", spec(slices));
  }

  private OcmInstance instance(OcmInstanceSpec.Runtime runtime) {
    return cloud.instance(
        "cloud-a",
        new OcmInstanceSpec(
            "cloud-a.example.org",
            null,
            new OcmInstanceSpec.Gateway("gateway", null),
            List.of(new OcmInstanceSpec.Runtime("ocm", RuntimeRole.OCM, "ocm", null), runtime),
            new LocalReference("admin"),
            null));
  }

  private static OcmInstanceSpec spec(EndpointSlicePolicy slices) {
    return new OcmInstanceSpec(
        "cloud-a.example.org",
        null,
        new OcmInstanceSpec.Gateway("gateway", null, slices),
        List.of(new OcmInstanceSpec.Runtime("ocm", RuntimeRole.OCM, "ocm", null)),
        new LocalReference("admin"),
        null);
  }

  private void slice(String... addresses) {
    EndpointSliceBuilder slice =
        new EndpointSliceBuilder()
            .withNewMetadata()
            .withName("gateway-by-hand")
            .withNamespace(cloud.namespace())
            .addToLabels("kubernetes.io/service-name", "gateway")
            .endMetadata()
            .withAddressType("IPv4")
            .addNewPort()
            .withName("grpc")
            .withPort(9142)
            .endPort();
    for (String address : addresses) {
      slice.addNewEndpoint().withAddresses(address).endEndpoint();
    }
    client.resource(slice.build()).createOr(existing -> existing.update());
  }

  private void awaitGateways(String... hosts) {
    await()
        .until(
            () ->
                !cloud.ocm().tables().isEmpty()
                    && cloud
                        .ocm()
                        .tables()
                        .getLast()
                        .getJsonObject("services")
                        .getJsonArray("gateway")
                        .stream()
                        .map(gateway -> ((JsonObject) gateway).getString("host"))
                        .toList()
                        .equals(List.of(hosts)));
  }

  private void deployment(String name) {
    client
        .resource(
            new DeploymentBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(cloud.namespace())
                .endMetadata()
                .withNewSpec()
                .withReplicas(1)
                .withNewSelector()
                .addToMatchLabels("app", name)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", name)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName(name)
                .withImage("none")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build())
        .create();
  }

  /**
   * What the Deployment's controller would say at the end of a rollout; there is none here. As that
   * does, it looks again when the operator has written meanwhile.
   */
  private void rolledOut(String name) {
    await()
        .ignoreExceptionsMatching(
            problem ->
                problem instanceof KubernetesClientException refused && refused.getCode() == 409)
        .until(
            () -> {
              sayRolledOut(name);
              return true;
            });
  }

  private void sayRolledOut(String name) {
    client
        .apps()
        .deployments()
        .inNamespace(cloud.namespace())
        .withName(name)
        .editStatus(
            now ->
                new DeploymentBuilder(now)
                    .withNewStatus()
                    .withObservedGeneration(now.getMetadata().getGeneration())
                    .withReplicas(1)
                    .withUpdatedReplicas(1)
                    .withReadyReplicas(1)
                    .withAvailableReplicas(1)
                    .addNewCondition()
                    .withType("Progressing")
                    .withStatus("True")
                    .withReason("NewReplicaSetAvailable")
                    .endCondition()
                    .endStatus()
                    .build());
  }

  private Deployment get(String name) {
    return client.apps().deployments().inNamespace(cloud.namespace()).withName(name).get();
  }

  private String restartedAt(String name) {
    Map<String, String> annotations =
        get(name).getSpec().getTemplate().getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get("kubectl.kubernetes.io/restartedAt");
  }

  private String restartedFor(String name) {
    Map<String, String> annotations = get(name).getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get("ocmfed.io/restarted-for");
  }

  private List<Event> events(String name) {
    return client.v1().events().inNamespace(cloud.namespace()).list().getItems().stream()
        .filter(event -> event.getInvolvedObject().getName().equals(name))
        .filter(event -> event.getReason().equals("GatewayChanged"))
        .toList();
  }
}
