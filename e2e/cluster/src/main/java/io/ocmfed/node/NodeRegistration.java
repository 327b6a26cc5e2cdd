package io.ocmfed.node;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.NodeStatusBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** The Node object, and the signs of life that keep the node controller content. */
final class NodeRegistration {

  private static final System.Logger LOG = System.getLogger(NodeRegistration.class.getName());
  private static final String LEASES = "kube-node-lease";
  private static final int LEASE_SECONDS = 40;
  private static final Duration PERIOD = Duration.ofSeconds(8);
  private static final Duration RETRY = Duration.ofMillis(500);
  private static final int LIFE_SIGNS_PER_STATUS = 5;

  private final KubernetesClient client;
  private final String name;
  private final String address;
  private final String startedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();

  NodeRegistration(KubernetesClient client, String name, String address) {
    this.client = client;
    this.name = name;
    this.address = address;
  }

  /** Registers the node and renews its Lease and its status until interrupted. */
  void run() throws InterruptedException {
    for (int round = 0; ; round++) {
      boolean done = attempt(round % LIFE_SIGNS_PER_STATUS == 0);
      if (!done) {
        round = -1;
      }
      Thread.sleep(done ? PERIOD : RETRY);
    }
  }

  private boolean attempt(boolean withStatus) {
    try {
      if (withStatus) {
        register();
        writeStatus();
      }
      renewLease();
      return true;
    } catch (KubernetesClientException e) {
      LOG.log(System.Logger.Level.DEBUG, "event=node_not_renewed error={0}", e.getMessage());
      return false;
    }
  }

  private void register() {
    if (client.nodes().withName(name).get() == null) {
      Node node =
          new NodeBuilder()
              .withNewMetadata()
              .withName(name)
              .addToLabels("kubernetes.io/hostname", name)
              .addToLabels("kubernetes.io/os", "linux")
              .addToLabels("kubernetes.io/arch", architecture())
              .endMetadata()
              .withNewSpec()
              .endSpec()
              .build();
      client.resource(node).create();
    }
  }

  private void writeStatus() {
    String json = client.getKubernetesSerialization().asJson(Map.of("status", status()));
    client
        .nodes()
        .withName(name)
        .subresource("status")
        .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), json);
  }

  private NodeStatus status() {
    // The scheduler counts what pods ask for; what they get is up to the machine.
    Map<String, Quantity> room =
        Map.of(
            "cpu", new Quantity("1000"),
            "memory", new Quantity("1Ti"),
            "ephemeral-storage", new Quantity("1Ti"),
            "pods", new Quantity("1000"));
    return new NodeStatusBuilder()
        .withCapacity(room)
        .withAllocatable(room)
        .addNewAddress(address, "InternalIP")
        .addNewAddress(name, "Hostname")
        .withConditions(
            List.of(
                condition("Ready", "True", "KubeletReady", "the node runs pods as processes"),
                condition("MemoryPressure", "False", "KubeletHasSufficientMemory", null),
                condition("DiskPressure", "False", "KubeletHasNoDiskPressure", null),
                condition("PIDPressure", "False", "KubeletHasSufficientPID", null)))
        .withNewNodeInfo()
        .withArchitecture(architecture())
        .withOperatingSystem("linux")
        .withOsImage("local processes")
        .withKernelVersion(System.getProperty("os.version"))
        .withKubeletVersion(client.getKubernetesVersion().getGitVersion())
        .withKubeProxyVersion("")
        .withContainerRuntimeVersion("process://1")
        .withMachineID(name)
        .withSystemUUID(name)
        .withBootID(name)
        .endNodeInfo()
        .build();
  }

  private NodeCondition condition(String type, String status, String reason, String message) {
    return new NodeConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason(reason)
        .withMessage(message == null ? reason : message)
        .withLastHeartbeatTime(Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
        .withLastTransitionTime(startedAt)
        .build();
  }

  private void renewLease() {
    var leases = client.leases().inNamespace(LEASES);
    ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
    var known = leases.withName(name).get();
    if (known == null) {
      var lease =
          new LeaseBuilder()
              .withNewMetadata()
              .withName(name)
              .withNamespace(LEASES)
              .endMetadata()
              .withNewSpec()
              .withHolderIdentity(name)
              .withLeaseDurationSeconds(LEASE_SECONDS)
              .withRenewTime(now)
              .endSpec()
              .build();
      leases.resource(lease).create();
      return;
    }
    known.getSpec().setRenewTime(now);
    leases.resource(known).update();
  }

  private static String architecture() {
    return "aarch64".equals(System.getProperty("os.arch")) ? "arm64" : "amd64";
  }
}
