package io.ocmfed.churn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.ocmfed.journeys.Side;
import io.ocmfed.launcher.Installer;
import java.util.List;

/** The operators of the cluster, of which one leads. */
final class Operators {

  static final int COUNT = 2;

  private static final String NAMESPACE = Installer.OPERATOR_NAMESPACE;
  private static final String LEASE = "ocmfed-operator";
  private static final String TERM = "ocmfed-operator-term";

  private final KubernetesClient client;

  Operators(KubernetesClient client) {
    this.client = client;
  }

  /** The pod that the Lease names. */
  Pod leader() {
    String holder =
        client
            .leases()
            .inNamespace(NAMESPACE)
            .withName(LEASE)
            .require()
            .getSpec()
            .getHolderIdentity();
    return client.pods().inNamespace(NAMESPACE).withName(holder).require();
  }

  /** Waits until another than that one leads. */
  Pod awaitLeaderOtherThan(Pod former) {
    String name = former.getMetadata().getName();
    await()
        .atMost(Side.PATIENCE)
        .untilAsserted(
            () -> {
              var lease = client.leases().inNamespace(NAMESPACE).withName(LEASE).get();
              assertThat(lease).isNotNull();
              assertThat(lease.getSpec().getHolderIdentity()).isNotEmpty().isNotEqualTo(name);
            });
    return leader();
  }

  void deleteTheLease() {
    client.leases().inNamespace(NAMESPACE).withName(LEASE).delete();
  }

  void deleteTheTerm() {
    assertThat(client.configMaps().inNamespace(NAMESPACE).withName(TERM).delete()).isNotEmpty();
  }

  /** All of them end, and none is there any more. */
  void stop() {
    scale(0);
    await().atMost(Side.PATIENCE).until(() -> pods().isEmpty());
  }

  /** As many as there should be; returns when they are ready and one leads. */
  void awaitAll() {
    scale(COUNT);
    await()
        .atMost(Side.PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(pods()).hasSize(COUNT).allMatch(Readiness::isPodReady);
              var lease = client.leases().inNamespace(NAMESPACE).withName(LEASE).get();
              assertThat(lease).isNotNull();
              assertThat(pods())
                  .extracting(pod -> pod.getMetadata().getName())
                  .contains(lease.getSpec().getHolderIdentity());
            });
  }

  List<Pod> pods() {
    return client
        .pods()
        .inNamespace(NAMESPACE)
        .withLabel("app.kubernetes.io/name", "ocm-operator")
        .list()
        .getItems();
  }

  private void scale(int replicas) {
    client
        .apps()
        .deployments()
        .inNamespace(NAMESPACE)
        .withLabel("app.kubernetes.io/name", "ocm-operator")
        .resources()
        .forEach(deployment -> deployment.scale(replicas));
  }
}
