package io.ocmfed.churn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.ocmfed.journeys.Side;
import io.ocmfed.launcher.AdminApi;
import io.ocmfed.launcher.CloudClient;
import io.ocmfed.launcher.LauncherException;
import io.ocmfed.launcher.OcmObjects;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The endpoint tables that the runtime pods of a cloud have, each asked on its own through the
 * admin API.
 */
final class RuntimeTables implements AutoCloseable {

  /** More than the operator waits between two tries, a take-over and a container's back-off. */
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final Side side;
  private final AdminApi admin;

  RuntimeTables(Side side) {
    this.side = side;
    this.admin = new AdminApi(side.world().client(), side.cloud());
  }

  /**
   * A term and a number within it, by which tables are ordered; written as in {@code
   * status.gateway.revision}.
   */
  record Fence(long term, long sequence) implements Comparable<Fence> {

    static final Fence NONE = new Fence(0, 0);

    static Fence of(JsonObject json) {
      return json == null ? NONE : new Fence(json.getLong("term"), json.getLong("sequence"));
    }

    static Fence of(String revision) {
      String[] words = revision.split("\\.");
      return new Fence(Long.parseLong(words[0]), Long.parseLong(words[1]));
    }

    @Override
    public int compareTo(Fence other) {
      return term == other.term
          ? Long.compare(sequence, other.sequence)
          : Long.compare(term, other.term);
    }
  }

  /**
   * What one runtime pod has.
   *
   * @param pod its name
   * @param applied the fence of its table
   * @param instanceId which process of the pod
   * @param source {@code operator}, {@code fallback} or {@code none}
   * @param gateways addresses of gateways in its table
   * @param ocms addresses of ocm in its table
   */
  record Table(
      String pod,
      Fence applied,
      String instanceId,
      String source,
      Set<String> gateways,
      Set<String> ocms) {}

  /**
   * What all runtimes have when they are in sync.
   *
   * @param fence of the newest table
   * @param gateways the addresses in it
   */
  record Newest(Fence fence, Set<String> gateways) {}

  /** The table of a pod. */
  Table of(Pod pod) {
    JsonObject json = get(pod, "/endpoints");
    return new Table(
        pod.getMetadata().getName(),
        Fence.of(json.getJsonObject("applied")),
        json.getString("instanceId"),
        json.getString("source"),
        addresses(json, "gateway"),
        addresses(json, "ocm"));
  }

  /** How often a pod has called a gateway that it still knows. */
  long gatewayCalls(Pod pod) {
    return get(pod, "/endpoints").getJsonObject("services").getJsonArray("gateway").stream()
        .mapToLong(row -> ((JsonObject) row).getLong("calls"))
        .sum();
  }

  private static Set<String> addresses(JsonObject json, String service) {
    var rows = json.getJsonObject("services").getJsonArray(service);
    return rows == null
        ? Set.of()
        : rows.stream()
            .map(row -> ((JsonObject) row).getString("host"))
            .collect(Collectors.toCollection(TreeSet::new));
  }

  private JsonObject get(Pod pod, String path) {
    try {
      CloudClient.Answer answer = admin.get(pod, path);
      assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
      return answer.json();
    } catch (LauncherException e) {
      throw new AssertionError(pod.getMetadata().getName() + " does not tell its table: " + e, e);
    }
  }

  /**
   * Waits until the operator says that all are in sync and each runtime pod itself says that it has
   * the very table that the operator says is the newest, with the addresses of exactly those pods
   * that live.
   */
  Newest awaitNewest() {
    Newest[] newest = new Newest[1];
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(250))
        .untilAsserted(() -> newest[0] = newest());
    return newest[0];
  }

  /** The same, and the table must be of a later term: somebody has begun to lead since. */
  Newest awaitNewestOfTermAfter(long term) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(250))
        .untilAsserted(() -> assertThat(newest().fence().term()).isGreaterThan(term));
    return awaitNewest();
  }

  private Newest newest() {
    Set<String> gateways = liveAddresses("gateway");
    Set<String> ocms = liveAddresses("ocm");
    List<Pod> runtimes = runtimes();
    GenericKubernetesResource instance =
        side.get("ocminstance/" + side.cloud().name()).orElseThrow();
    String revision = OcmObjects.text(instance, "gateway", "revision");
    assertThat(revision).as("revision").isNotNull();
    Fence fence = Fence.of(revision);
    assertThat(runtimes).hasSizeGreaterThanOrEqualTo(2).allMatch(Readiness::isPodReady);
    for (Pod runtime : runtimes) {
      Table table = of(runtime);
      assertThat(table.applied()).as("fence of %s", table).isEqualTo(fence);
      assertThat(table.gateways()).as("gateways of %s", table).isEqualTo(gateways);
      assertThat(table.ocms()).as("ocms of %s", table).isEqualTo(ocms);
      assertThat(table.source()).as("source of %s", table).isEqualTo("operator");
    }
    assertThat(OcmObjects.text(instance, "inSync"))
        .isEqualTo(runtimes.size() + "/" + runtimes.size());
    assertThat(OcmObjects.ready(instance)).as("Ready of " + instance).isTrue();
    // What was compared has not changed meanwhile.
    assertThat(liveAddresses("gateway")).isEqualTo(gateways);
    assertThat(liveAddresses("ocm")).isEqualTo(ocms);
    return new Newest(fence, gateways);
  }

  /** The pods that the operator sends tables to. */
  List<Pod> runtimes() {
    return admin.pods("ocm", "graph");
  }

  private Set<String> liveAddresses(String role) {
    return admin.pods(role).stream()
        .filter(Readiness::isPodReady)
        .map(pod -> pod.getStatus().getPodIP())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public void close() {
    admin.close();
  }
}
