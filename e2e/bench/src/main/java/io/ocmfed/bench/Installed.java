package io.ocmfed.bench;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.ocmfed.cluster.CertificateAuthority;
import io.ocmfed.cluster.CertifiedKey;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One installation: Services, admin Secret, runtimes on loopback addresses with the pods that stand
 * for them, an authority of its own, and the OcmInstance. Its gateway pods come and go with {@link
 * #pods()}; their addresses are of 198.51.100.0/24, which nobody here dials.
 */
final class Installed implements AutoCloseable {

  private static final String API = "ocmfed.io/v1alpha1";
  private static final String INSTANCE = "OcmInstance";

  static final Map.Entry<String, Integer> GRPC = Map.entry("grpc", 9142);
  private static final Map.Entry<String, Integer> MANAGEMENT =
      Map.entry("management", StandIn.PORT);

  private final KubernetesClient client;
  private final String namespace;
  private final String suffix;
  private final CertificateAuthority authority;
  private final Pods pods;
  private final List<StandIn> runtimes = new ArrayList<>();
  private final List<BarePuts.Target> targets = new ArrayList<>();

  /**
   * Makes the Services and the Secret.
   *
   * @param suffix what the names of all objects end in; several installations may share a namespace
   */
  Installed(KubernetesClient client, String namespace, String suffix) {
    this.client = client;
    this.namespace = namespace;
    this.suffix = suffix;
    this.authority = new CertificateAuthority("bench" + suffix);
    this.pods = new Pods(client, namespace);
    service("gateway", GRPC);
    service("ocm", MANAGEMENT);
    service("graph", MANAGEMENT);
    client
        .resource(
            new SecretBuilder()
                .withMetadata(meta("admin"))
                .withType("ocmfed.io/admin-token")
                .addToStringData("token", StandIn.TOKEN)
                .addToStringData("ca.crt", authority.certificate())
                .build())
        .create();
  }

  String name(String role) {
    return role + suffix;
  }

  Pods pods() {
    return pods;
  }

  String authority() {
    return authority.certificate();
  }

  /** The runtimes that live. */
  List<BarePuts.Target> targets() {
    return List.copyOf(targets);
  }

  /** What the operator has told the runtimes. */
  List<TableSlot> tables() {
    return runtimes.stream().map(StandIn::table).toList();
  }

  /** What the baseline has told them. */
  List<TableSlot> bare() {
    return runtimes.stream().map(StandIn::bare).toList();
  }

  /** The Service's name in certificates. */
  private String serverName(String role) {
    return "%s.%s.svc".formatted(name(role), namespace);
  }

  /** Starts runtimes at these addresses, the first as ocm, the others as graph, with pods. */
  void runtimes(Vertx vertx, List<String> addresses) {
    servers(vertx, addresses);
    for (int n = 0; n < addresses.size(); n++) {
      runtimePod(role(n), n, addresses.get(n));
    }
  }

  /** Starts runtimes that no pod stands for. */
  void servers(Vertx vertx, List<String> addresses) {
    // One certificate for each Service, as the chart makes them.
    var keys = Map.of("ocm", key("ocm"), "graph", key("graph"));
    for (int n = 0; n < addresses.size(); n++) {
      var runtime = new StandIn(vertx, keys.get(role(n)), addresses.get(n));
      runtimes.add(runtime);
      targets.add(new BarePuts.Target(runtime, serverName(role(n))));
    }
  }

  private static String role(int number) {
    return number == 0 ? "ocm" : "graph";
  }

  /** A pod that is said to be ready where no runtime answers. */
  void deadRuntime(String address) {
    runtimePod("graph", runtimes.size(), address);
  }

  private void runtimePod(String role, int number, String address) {
    String pod = name(role) + "-" + number;
    pods.create(pod, name(role), address, MANAGEMENT);
    pods.ready(pod, address);
  }

  private CertifiedKey key(String role) {
    return authority.issue(
        role, List.of(), List.of(serverName(role)), CertificateAuthority.KeyType.EC);
  }

  /** A gateway pod; not ready yet. */
  void gateway(String pod, String ip) {
    pods.create(pod, name("gateway"), ip, GRPC);
  }

  /** Declares it, which has the operator follow it. */
  void declare() {
    var instance = new GenericKubernetesResource();
    instance.setApiVersion(API);
    instance.setKind(INSTANCE);
    instance.setMetadata(meta("cloud"));
    var runtime = new ArrayList<Map<String, Object>>();
    runtime.add(Map.of("name", "ocm", "role", "OCM", "serviceName", name("ocm")));
    runtime.add(Map.of("name", "graph", "role", "Graph", "serviceName", name("graph")));
    instance.setAdditionalProperty(
        "spec",
        Map.of(
            "domain",
            name("cloud") + ".example.org",
            "gateway",
            Map.of("serviceName", name("gateway")),
            "runtimes",
            runtime,
            "adminSecretRef",
            Map.of("name", name("admin"))));
    client.resource(instance).create();
  }

  private void service(String role, Map.Entry<String, Integer> port) {
    client
        .resource(
            new ServiceBuilder()
                .withMetadata(meta(role))
                .withNewSpec()
                .withClusterIP("None")
                .addToSelector(Pods.APP, name(role))
                .addNewPort()
                .withName(port.getKey())
                .withPort(port.getValue())
                .withNewTargetPort(port.getKey())
                .endPort()
                .endSpec()
                .build())
        .create();
  }

  private ObjectMeta meta(String role) {
    return new ObjectMetaBuilder().withName(name(role)).withNamespace(namespace).build();
  }

  /** Takes the OcmInstance, the Services and the runtimes away. */
  @Override
  public void close() {
    client
        .genericKubernetesResources(API, INSTANCE)
        .inNamespace(namespace)
        .withName(name("cloud"))
        .delete();
    for (String role : List.of("gateway", "ocm", "graph")) {
      client.services().inNamespace(namespace).withName(name(role)).delete();
    }
    runtimes.forEach(StandIn::close);
  }
}
