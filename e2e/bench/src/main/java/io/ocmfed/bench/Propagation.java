package io.ocmfed.bench;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.ocmfed.cluster.Progress;
import io.ocmfed.launcher.Checkout;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How long it takes until every runtime knows that a gateway pod is ready or gone: by the operator,
 * and, turn by turn, by a bare watch of such pods with bare PUTs; at the end once more through
 * EndpointSlices.
 */
final class Propagation implements Bench {

  private static final double GOAL_MEDIAN = 2;
  private static final double GOAL_P99 = 3;
  private static final double GOAL_PARALLEL = 1.5;

  /** Rounds that are thrown away, so that both sides are compiled when it counts. */
  private static final int WARM_UP = 300;

  @Override
  public String name() {
    return "propagation";
  }

  @Override
  public BenchResult run(Checkout checkout, BenchSettings settings, Progress progress) {
    Machine machine = Machine.here();
    var rows = new ArrayList<Row>();
    var goals = new ArrayList<Goal>();
    Vertx vertx = Vertx.vertx();
    try (var cluster = BenchCluster.start(checkout)) {
      try (var _ = cluster.operator(settings, name())) {
        for (int runtimes : new int[] {1, settings.runtimes()}) {
          progress.say("propagation: %d runtimes".formatted(runtimes));
          measure(cluster, vertx, runtimes, settings, rows, goals);
        }
      }
      progress.say("propagation: EndpointSlices");
      new SlicePropagation(cluster, vertx).measure(Math.max(1, settings.samples() / 5), rows);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
    return new BenchResult(
        name(),
        machine,
        "%d changes each, turn by turn with the baseline".formatted(settings.samples()),
        rows,
        goals);
  }

  private static void measure(
      BenchCluster cluster,
      Vertx vertx,
      int runtimes,
      BenchSettings settings,
      List<Row> rows,
      List<Goal> goals) {
    KubernetesClient client = cluster.client();
    String namespace = "cloud-" + runtimes;
    String twin = "twin-" + runtimes;
    cluster.namespace(namespace);
    cluster.namespace(twin);
    try (var installed = new Installed(client, namespace, "")) {
      installed.runtimes(vertx, addresses(cluster, runtimes));
      installed.gateway("gateway-0", "198.51.100.2");
      installed.pods().ready("gateway-0", "198.51.100.2");
      Awaited told =
          Awaited.on(installed.tables(), "the first table", gateways -> !gateways.isEmpty());
      installed.declare();
      told.lastNanos();
      var twinPods = new Pods(client, twin);
      try (var puts = new BarePuts(vertx, List.of(installed.authority()))) {
        puts.putAndWait(installed.targets(), List.of());
        try (var _ = new Floor(client, twin, "gateway", puts, installed.targets())) {
          var byOperator =
              new Change(installed.pods(), "gateway", null, 0, List.of(installed.tables()));
          var bare = new Change(twinPods, "gateway", null, 0, List.of(installed.bare()));
          turns(byOperator, bare, Math.min(WARM_UP, settings.samples() / 2));
          byOperator.warm();
          bare.warm();
          turns(byOperator, bare, Math.max(1, settings.samples() / 2));
          compare(runtimes, byOperator, bare, rows, goals);
        }
      }
    }
  }

  /** Whoever begins has the other's last work beside him; so they take turns in that too. */
  private static void turns(Change one, Change other, int rounds) {
    for (int round = 0; round < rounds; round++) {
      (round % 2 == 0 ? one : other).comesAndGoes();
      (round % 2 == 0 ? other : one).comesAndGoes();
    }
  }

  private static void compare(
      int runtimes, Change byOperator, Change bare, List<Row> rows, List<Goal> goals) {
    Distribution ours = byOperator.times();
    Distribution floor = bare.times();
    double median = ours.median() / floor.median();
    double p99 = ours.p99() / floor.p99();
    if (runtimes == 1) {
      rows.add(Row.times("1 runtime: operator", ours));
      rows.add(Row.times("1 runtime: bare watch and bare PUT", floor));
      rows.add(Row.times("1 runtime: of both, the API server's write", bare.writes()));
      goals.add(Goal.atMost("1 runtime, p50 over the baseline's", median, GOAL_MEDIAN));
      goals.add(Goal.atMost("1 runtime, p99 over the baseline's", p99, GOAL_P99));
    } else {
      rows.add(Row.times(runtimes + " runtimes, the slowest: operator", ours));
      rows.add(Row.times(runtimes + " runtimes, the slowest: bare watch and bare PUTs", floor));
      goals.add(
          Goal.atMost(
              runtimes + " runtimes, the slowest, p50 over the baseline's", median, GOAL_PARALLEL));
      goals.add(
          Goal.atMost(
              runtimes + " runtimes, the slowest, p99 over the baseline's", p99, GOAL_PARALLEL));
    }
  }

  private static List<String> addresses(BenchCluster cluster, int runtimes) {
    // One apart from the other: the servers of the smaller size are closed, their addresses rest.
    return IntStream.range(0, runtimes).mapToObj(n -> cluster.address(runtimes * 10 + n)).toList();
  }
}
