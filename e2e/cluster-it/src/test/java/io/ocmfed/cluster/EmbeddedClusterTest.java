package io.ocmfed.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The control plane proper: its controllers act. What nodes do is tested with the node. */
class EmbeddedClusterTest {

  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @TempDir Path directory;

  @Test
  void controllersActAndAllEndsWithTheCluster() {
    String id = UUID.randomUUID().toString();
    var nodeEnded = new AtomicBoolean();
    var places = new ArrayList<NodeStarter.Place>();
    try (var cluster =
        EmbeddedCluster.start(
            KubernetesPrograms.get(Progress.onStandardError()),
            directory,
            id,
            TestProcesses.ownedEnvironment(id),
            place -> {
              places.add(place);
              return () -> nodeEnded.set(true);
            },
            Progress.onStandardError())) {
      assertThat(places).singleElement().extracting(NodeStarter.Place::clusterId).isEqualTo(id);
      assertThat(new ProcessRecords(directory, id).running()).hasSize(4);
      aDeploymentMakesAPod(cluster);
      aServiceGetsAnAddressOfTheRange(cluster, places.getFirst().range());
      theApiServerGoesAndComesBack(cluster);
      aDeletedNamespaceGoes(cluster);
      assertThat(cluster.alive()).isTrue();
    }
    assertThat(nodeEnded).isTrue();
    assertThat(ProcessIdentity.carrying(ProcessRecords.MARKER, id)).isEmpty();
  }

  private static void aDeploymentMakesAPod(TestCluster cluster) {
    var client = cluster.client();
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName("story").endMetadata().build())
        .create();
    var labels = Map.of("app", "web");
    client
        .resource(
            new DeploymentBuilder()
                .withNewMetadata()
                .withName("web")
                .withNamespace("story")
                .endMetadata()
                .withNewSpec()
                .withReplicas(2)
                .withNewSelector()
                .withMatchLabels(labels)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("web")
                .withImage("example/web:1")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build())
        .create();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              var pods = client.pods().inNamespace("story").withLabels(labels).list().getItems();
              assertThat(pods).hasSize(2);
              assertThat(pods)
                  .allSatisfy(
                      pod -> {
                        assertThat(pod.getSpec().getServiceAccountName()).isEqualTo("default");
                        // The scheduler has looked at it and says that there is no node.
                        assertThat(pod.getStatus().getConditions())
                            .anyMatch(condition -> condition.getReason().equals("Unschedulable"));
                      });
            });
    assertThat(client.apps().replicaSets().inNamespace("story").list().getItems()).hasSize(1);
  }

  private static void aServiceGetsAnAddressOfTheRange(TestCluster cluster, LoopbackRange range) {
    Service service =
        cluster
            .client()
            .resource(
                new ServiceBuilder()
                    .withNewMetadata()
                    .withName("web")
                    .withNamespace("story")
                    .endMetadata()
                    .withNewSpec()
                    .addToSelector("app", "web")
                    .addNewPort()
                    .withPort(8443)
                    .endPort()
                    .endSpec()
                    .build())
            .create();
    assertThat(range.contains(service.getSpec().getClusterIP())).isTrue();
  }

  private static void theApiServerGoesAndComesBack(TestCluster cluster) {
    ApiServerSwitch apiServer = cluster.apiServer().orElseThrow();
    var namespaces = cluster.client().namespaces();
    apiServer.off();
    assertThatThrownBy(() -> namespaces.withName("story").get())
        .isInstanceOf(KubernetesClientException.class);
    apiServer.on();
    assertThat(namespaces.withName("story").get()).isNotNull();
  }

  private static void aDeletedNamespaceGoes(TestCluster cluster) {
    var client = cluster.client();
    client.namespaces().withName("story").delete();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(client.namespaces().withName("story").get()).isNull());
  }
}
