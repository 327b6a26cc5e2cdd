package io.ocmfed.churn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.ocmfed.churn.RuntimeTables.Newest;
import io.ocmfed.cluster.ApiServerSwitch;
import io.ocmfed.journeys.Pair;
import io.ocmfed.journeys.Side;
import io.ocmfed.journeys.World;
import io.ocmfed.launcher.CloudClient.Answer;
import io.ocmfed.launcher.DemoInstallation;
import io.ocmfed.load.Reading;
import io.ocmfed.load.SteadyReader;
import io.ocmfed.node.image.JvmSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Two federated clouds and two operators on a cluster of their own. Alice in A has shared a file
 * with Bob in B; it is mostly B's pods that things happen to.
 */
final class Clouds implements AutoCloseable {

  /** What Bob must always see. */
  static final String SHARED = "report.pdf";

  private static final List<String> ROLES = List.of("gateway", "ocm", "graph");

  private static final int LOOKS_A_SECOND = 50;
  private static final int CALM = 25;

  /** Before the first journey, so that it is not the one that warms everything up. */
  private static final int WARM = 500;

  private final DemoInstallation installation;
  private final Pair pair;
  private final Faults faults;
  private final Operators operators;
  private final RuntimeTables tables;
  private final RuntimeTables tablesOfA;

  private Clouds(DemoInstallation installation, Pair pair) {
    this.installation = installation;
    this.pair = pair;
    this.faults = new Faults(installation.client());
    this.operators = new Operators(installation.client());
    this.tables = new RuntimeTables(pair.b());
    this.tablesOfA = new RuntimeTables(pair.a());
  }

  static Clouds start() {
    DemoInstallation installation =
        DemoInstallation.start(JvmSettings.SMALL, "churn", Operators.COUNT);
    try {
      World world = new World(installation);
      var clouds =
          new Clouds(installation, new Pair(world, installation.freshPair(2, 2)).federated());
      await()
          .atMost(Side.PATIENCE)
          .untilAsserted(() -> assertThat(clouds.b().sharedWithMe("bob")).hasSize(1));
      clouds.eachLookCallsAGateway();
      return clouds;
    } catch (RuntimeException | AssertionError e) {
      installation.close();
      throw e;
    }
  }

  /** Otherwise nothing would be proved: by graph's own count, in a calm moment. */
  private void eachLookCallsAGateway() {
    tables.awaitNewest();
    Pod graph = pods("graph").getFirst();
    long before = tables.gatewayCalls(graph);
    try (var reader = bobReads()) {
      await().atMost(Side.PATIENCE).until(() -> reader.sent() >= WARM);
      int looks = reader.end().size();
      assertThat(tables.gatewayCalls(graph) - before).isGreaterThanOrEqualTo(looks);
    }
  }

  /** Where Alice is. */
  Side a() {
    return pair.a();
  }

  /** Where Bob is. */
  Side b() {
    return pair.b();
  }

  Faults faults() {
    return faults;
  }

  Operators operators() {
    return operators;
  }

  /** What the runtimes of B know. */
  RuntimeTables tables() {
    return tables;
  }

  Optional<ApiServerSwitch> apiServer() {
    return installation.apiServer();
  }

  /** B's pods of a role that are not about to go, the oldest first. */
  List<Pod> pods(String role) {
    return pods(b(), role);
  }

  /** The same of A or B. */
  List<Pod> pods(Side side, String role) {
    return podsOf(side, role)
        .filter(Clouds::stays)
        .sorted(
            Comparator.comparing((Pod pod) -> pod.getMetadata().getCreationTimestamp())
                .thenComparing(pod -> pod.getMetadata().getName()))
        .toList();
  }

  private static boolean stays(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() == null;
  }

  /** One of B's gateways. */
  Pod aGateway() {
    return pods("gateway").getFirst();
  }

  private static Stream<Pod> podsOf(Side side, String role) {
    return side
        .world()
        .client()
        .pods()
        .inNamespace(side.cloud().namespace())
        .withLabel("app.kubernetes.io/component", role)
        .list()
        .getItems()
        .stream();
  }

  /**
   * Begins a journey: all is well, B has that many gateways, whatever the journey before has left.
   */
  Clouds withGateways(int count) {
    operators.awaitAll();
    ROLES.stream().flatMap(role -> podsOf(b(), role)).filter(Clouds::stays).forEach(faults::heal);
    scaleGateways(count);
    tables.awaitNewest();
    return this;
  }

  /** Sets how many gateways B has and waits until that is so. */
  void scaleGateways(int count) {
    b().scale("gateway", count);
    awaitGateways(count);
  }

  /** Waits until B has exactly that many gateways, and all are ready. */
  void awaitGateways(int count) {
    awaitGateways(b(), count);
  }

  /** The same at A or B. */
  void awaitGateways(Side side, int count) {
    await()
        .atMost(Side.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(podsOf(side, "gateway").toList())
                    .hasSize(count)
                    .allMatch(Readiness::isPodReady));
  }

  /** Waits until the cluster and all runtimes know that this gateway cannot be used. */
  void awaitOneLess(Pod gateway) {
    await()
        .atMost(Side.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(tables.awaitNewest().gateways())
                    .isNotEmpty()
                    .doesNotContain(gateway.getStatus().getPodIP()));
  }

  /** Waits until B has as many others instead of these gateways, and all are ready. */
  void awaitOthersInsteadOf(List<Pod> former) {
    List<String> names = former.stream().map(pod -> pod.getMetadata().getName()).toList();
    await()
        .atMost(Side.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(podsOf(b(), "gateway").toList())
                    .hasSize(former.size())
                    .allMatch(Readiness::isPodReady)
                    .noneMatch(pod -> names.contains(pod.getMetadata().getName())));
  }

  /** Something that happens. */
  @FunctionalInterface
  interface Happening {
    void happen(During during);
  }

  /** The reader's time, for happenings that take some. */
  record During(SteadyReader reader) {

    /** Returns when the reader has read for so long. */
    void pass(Duration time) {
      long looks = reader.sent() + time.toMillis() * LOOKS_A_SECOND / 1000;
      await()
          .atMost(time.plusSeconds(60))
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> reader.sent() >= looks);
    }

    /** Returns when he gets what he wants: what he asks for from now on is answered well. */
    void untilWell() {
      Duration now = reader.elapsed();
      await().atMost(Side.PATIENCE).until(() -> reader.wellSince(now, CALM));
    }
  }

  /**
   * Bob reads, then it happens, and he goes on until all is well again: every runtime has the
   * newest table, and he has got what he wanted for a while without a failure.
   *
   * @param title for the line that tells what he saw
   */
  Seen bobReadsWhile(String title, Happening happening) {
    Newest before = tables.awaitNewest();
    try (var gateways = new Presence(b(), "gateway");
        var ocms = new Presence(b(), "ocm");
        var reader = bobReads()) {
      var during = new During(reader);
      during.pass(Duration.ofMillis(500));
      happening.happen(during);
      Newest after = tables.awaitNewest();
      tablesOfA.awaitNewest();
      if (!after.gateways().equals(before.gateways())) {
        assertThat(after.fence()).as("another table").isGreaterThan(before.fence());
      }
      during.untilWell();
      List<Reading> looks = reader.end();
      var absences = new ArrayList<>(gateways.absences(reader));
      absences.addAll(ocms.absences(reader));
      var seen = new Seen(looks, absences);
      System.out.printf("%s: %s%n", title, seen);
      return seen;
    }
  }

  /**
   * Each look has graph log Bob in at a gateway, which nobody caches. A list without what is shared
   * is none.
   */
  private SteadyReader bobReads() {
    return SteadyReader.start(
        LOOKS_A_SECOND,
        () -> {
          Answer answer = b().sharedWithMeAnswer("bob");
          if (answer.status() == 200 && !answer.text().contains("\"" + SHARED + "\"")) {
            throw new IllegalStateException("the list lacks the share: " + answer.text());
          }
          return answer;
        });
  }

  @Override
  public void close() {
    tables.close();
    tablesOfA.close();
    installation.close();
  }
}
