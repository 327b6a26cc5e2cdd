package io.ocmfed.launcher;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The gateway pods of a cloud, as whoever operates it sees and replaces them. */
public final class Gateways {

  /** The port on which the other roles call a gateway. */
  public static final int GRPC_PORT = 9142;

  private static final String NAME = "gateway";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final KubernetesClient client;
  private final String namespace;

  public Gateways(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /** The addresses of the pods that are ready and stay. */
  public Set<String> readyAddresses() {
    return pods()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .filter(pod -> Readiness.getInstance().isReady(pod))
        .map(pod -> pod.getStatus().getPodIP())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Deletes all pods and waits until as many others are ready.
   *
   * @return the new addresses
   */
  public Set<String> replace() {
    Set<String> old = readyAddresses();
    pods().forEach(pod -> client.resource(pod).delete());
    Waiting.until(
        "%d new gateway pods in %s".formatted(old.size(), namespace),
        PATIENCE,
        () -> {
          Set<String> now = readyAddresses();
          return now.size() >= old.size() && now.stream().noneMatch(old::contains);
        },
        () -> "ready are " + readyAddresses() + ", before " + old);
    return readyAddresses();
  }

  /** Sets how many there are to be and waits until there are. */
  public void scale(int replicas) {
    client.apps().deployments().inNamespace(namespace).withName(NAME).scale(replicas);
    Waiting.until(
        "%d gateway pods in %s".formatted(replicas, namespace),
        PATIENCE,
        () -> readyAddresses().size() == replicas && pods().count() == replicas,
        () -> "ready are " + readyAddresses());
  }

  private Stream<Pod> pods() {
    Map<String, String> selector =
        client.services().inNamespace(namespace).withName(NAME).require().getSpec().getSelector();
    return client.pods().inNamespace(namespace).withLabels(selector).list().getItems().stream();
  }
}
