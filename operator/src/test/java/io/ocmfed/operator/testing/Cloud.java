package io.ocmfed.operator.testing;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.ocmfed.cluster.CertificateAuthority;
import io.ocmfed.crds.ConditionType;
import io.ocmfed.crds.InviteType;
import io.ocmfed.crds.LocalReference;
import io.ocmfed.crds.OcmInstance;
import io.ocmfed.crds.OcmInstanceSpec;
import io.ocmfed.crds.OcmInvite;
import io.ocmfed.crds.OcmInviteSpec;
import io.ocmfed.crds.OcmShare;
import io.ocmfed.crds.OcmShareSpec;
import io.ocmfed.crds.OcmStatus;
import io.ocmfed.crds.OcmTrust;
import io.ocmfed.crds.OcmTrustSpec;
import io.ocmfed.crds.Permission;
import io.ocmfed.crds.RuntimeRole;
import io.ocmfed.crds.SecretKeyReference;
import io.ocmfed.crds.WireDuration;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** One namespace with an installation: Services, pods, the admin Secret, and its runtimes. */
public final class Cloud implements AutoCloseable {

  public static final String TOKEN = "admin-token-of-the-test";
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final CertificateAuthority CA = new CertificateAuthority("operator-test");

  private final KubernetesClient client;
  private final Vertx vertx;
  private final int number = COUNT.incrementAndGet();
  private final String namespace = "cloud-" + number;
  private final AtomicInteger addresses = new AtomicInteger();
  private final AdminRuntime ocm;
  private final AdminRuntime graph;

  public Cloud(KubernetesClient client, Vertx vertx) {
    this.client = client;
    this.vertx = vertx;
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    service("gateway", "grpc");
    service("ocm", "management");
    service("graph", "management");
    ocm = runtime("ocm");
    graph = runtime("graph");
    adminSecret(TOKEN);
  }

  public String namespace() {
    return namespace;
  }

  public AdminRuntime ocm() {
    return ocm;
  }

  public AdminRuntime graph() {
    return graph;
  }

  private AdminRuntime runtime(String service) {
    String name = "%s.%s.svc".formatted(service, namespace);
    AdminRuntime runtime =
        new AdminRuntime(
                vertx,
                CA.issue(service, List.of(), List.of(name), CertificateAuthority.KeyType.EC),
                address(),
                TOKEN)
            .start();
    pod(service + "-0", service, runtime.host(), "management", runtime.port());
    return runtime;
  }

  private String address() {
    return "127.80.%d.%d".formatted(number, addresses.incrementAndGet());
  }

  private void service(String name, String port) {
    client
        .resource(
            new ServiceBuilder()
                .withMetadata(meta(name))
                .withNewSpec()
                .withClusterIP("None")
                .withSelector(Map.of("app", name))
                .addNewPort()
                .withName(port)
                .withPort(9000)
                .withNewTargetPort(port)
                .endPort()
                .endSpec()
                .build())
        .create();
  }

  public void adminSecret(String token) {
    adminSecret(Map.of("token", token, "ca.crt", CA.certificate()));
  }

  /** The Secret during a change of tokens. */
  public void rotate(String token, String previous) {
    adminSecret(Map.of("token", token, "previousToken", previous, "ca.crt", CA.certificate()));
  }

  private void adminSecret(Map<String, String> data) {
    client
        .resource(
            new SecretBuilder()
                .withMetadata(meta("admin"))
                .withType("ocmfed.io/admin-token")
                .withStringData(data)
                .build())
        .forceConflicts()
        .serverSideApply();
  }

  /** A ready gateway pod; nothing listens there, nobody dials it. */
  public Pod gatewayPod(String name) {
    return pod(name, "gateway", address(), "grpc", 9142);
  }

  private Pod pod(String name, String app, String ip, String portName, int port) {
    Pod pod =
        client
            .resource(
                new PodBuilder()
                    .withNewMetadata()
                    .withName(name)
                    .withNamespace(namespace)
                    .withLabels(Map.of("app", app))
                    .endMetadata()
                    .withNewSpec()
                    .withTerminationGracePeriodSeconds(0L)
                    .addNewContainer()
                    .withName(app)
                    .withImage("none")
                    .addNewPort()
                    .withName(portName)
                    .withContainerPort(port)
                    .endPort()
                    .endContainer()
                    .endSpec()
                    .build())
            .create();
    return ready(pod, ip, true);
  }

  public Pod ready(Pod pod, String ip, boolean ready) {
    return client
        .pods()
        .inNamespace(namespace)
        .withName(pod.getMetadata().getName())
        .editStatus(
            now ->
                new PodBuilder(now)
                    .withNewStatus()
                    .withPhase("Running")
                    .withPodIP(ip)
                    .addNewPodIP(ip)
                    .addNewCondition()
                    .withType("Ready")
                    .withStatus(ready ? "True" : "False")
                    .endCondition()
                    .endStatus()
                    .build());
  }

  public void deletePod(String name) {
    client.pods().inNamespace(namespace).withName(name).withGracePeriod(0).delete();
  }

  /** An instance and a trust to cloud-b, both Ready. */
  public OcmTrust federated() {
    gatewayPod("gateway-0");
    OcmInstance instance = instance();
    OcmTrust trust = trust("cloud-b", "cloud-b.example.org");
    expect(trust, ConditionType.READY, "True", "Succeeded");
    expect(instance, ConditionType.READY, "True", "Succeeded");
    return trust;
  }

  public OcmInstance instance() {
    return instance("cloud-a");
  }

  /** All instances of a cloud have the same domain and the same Services. */
  public OcmInstance instance(String name) {
    return create(
        new OcmInstance(),
        name,
        new OcmInstanceSpec(
            "cloud-a.example.org",
            null,
            new OcmInstanceSpec.Gateway("gateway", null),
            List.of(
                new OcmInstanceSpec.Runtime("ocm", RuntimeRole.OCM, "ocm", null),
                new OcmInstanceSpec.Runtime("graph", RuntimeRole.GRAPH, "graph", null)),
            new LocalReference("admin"),
            null));
  }

  public OcmInstance instance(String name, OcmInstanceSpec spec) {
    return create(new OcmInstance(), name, spec);
  }

  public OcmTrust trust(String name, String domain) {
    return create(
        new OcmTrust(),
        name,
        new OcmTrustSpec(
            new LocalReference("cloud-a"),
            domain,
            null,
            null,
            null,
            null,
            List.of(Permission.READ),
            null,
            null));
  }

  public OcmInvite issue(String name) {
    return create(
        new OcmInvite(),
        name,
        new OcmInviteSpec(
            new LocalReference("cloud-b"),
            InviteType.ISSUE,
            "alice",
            new SecretKeyReference(name, null),
            new OcmInviteSpec.Issue(new WireDuration("720h"), null, null)));
  }

  public OcmInvite accept(String name, String secret) {
    return create(
        new OcmInvite(),
        name,
        new OcmInviteSpec(
            new LocalReference("cloud-b"),
            InviteType.ACCEPT,
            "alice",
            new SecretKeyReference(secret, null),
            null));
  }

  public OcmShare share(String name) {
    return create(
        new OcmShare(),
        name,
        new OcmShareSpec(
            new LocalReference("cloud-b"),
            null,
            "alice",
            "bob@cloud-b.example.org",
            "/Projects/report.pdf",
            List.of(Permission.READ),
            null,
            null,
            null));
  }

  public void secret(String name, String type, Map<String, String> data) {
    client
        .resource(
            new SecretBuilder()
                .withMetadata(meta(name))
                .withType(type)
                .withStringData(data)
                .build())
        .create();
  }

  private <S, P extends CustomResource<S, ?>> P create(P object, String name, S spec) {
    object.setMetadata(meta(name));
    object.setSpec(spec);
    return client.resource(object).create();
  }

  private io.fabric8.kubernetes.api.model.ObjectMeta meta(String name) {
    return new ObjectMetaBuilder().withName(name).withNamespace(namespace).build();
  }

  /** The object as it is now; null when it is gone. */
  public <P extends CustomResource<?, ?>> P now(P object) {
    return client.resource(object).get();
  }

  public void delete(CustomResource<?, ?> object) {
    client.resource(object).delete();
  }

  /** Waits until a condition has a status and a reason. */
  public <S extends OcmStatus> void expect(
      CustomResource<?, S> object, ConditionType type, String status, String reason) {
    await(object.getKind() + " " + object.getMetadata().getName() + " " + type)
        .atMost(Duration.ofSeconds(15))
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> condition(object, type).map(c -> c.getStatus() + "/" + c.getReason()),
            Optional.of(status + "/" + reason)::equals);
  }

  public <S extends OcmStatus> Optional<Condition> condition(
      CustomResource<?, S> object, ConditionType type) {
    CustomResource<?, S> now = now(object);
    return now == null || now.getStatus() == null
        ? Optional.empty()
        : now.getStatus().conditions().stream()
            .filter(condition -> condition.getType().equals(type.wireName()))
            .findFirst();
  }

  @Override
  public void close() {
    ocm.close();
    graph.close();
  }
}
