package io.ocmfed.bench;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Watcher;
import io.ocmfed.cluster.Progress;
import io.ocmfed.launcher.Checkout;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * All gateways of many instances are replaced at once, twice. The events are held back from the
 * operator, by stopping its time while they are made, and so reach its informers together; the
 * clock runs from the moment in which it goes on until the last living runtime has acknowledged the
 * last table. Beside it: as many bare PUTs over warm connections, all at once.
 */
final class Storm implements Bench {

  private static final double GOAL = 0.6;
  private static final int STORMS = 2;
  private static final int WRITERS = 16;
  private static final int INSTANCES_IN_A_NAMESPACE = 10;

  /** Limit of one call to a runtime: who waited for a dead one would be later than that. */
  private static final double CALL_LIMIT_MILLIS = 3000;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Override
  public String name() {
    return "storm";
  }

  @Override
  public BenchResult run(Checkout checkout, BenchSettings settings, Progress progress) {
    Machine machine = Machine.here();
    var rows = new ArrayList<Row>();
    var goals = new ArrayList<Goal>();
    int count = settings.instances();
    int dead = Math.max(1, count / 10);
    Vertx vertx = Vertx.vertx();
    var installed = new ArrayList<Installed>();
    try (var cluster = BenchCluster.start(checkout);
        var writers = Executors.newFixedThreadPool(WRITERS)) {
      progress.say("storm: %d instances".formatted(count));
      install(cluster, vertx, writers, count, installed);
      killSome(cluster, vertx, installed, dead);
      List<TableSlot> tables =
          installed.stream().flatMap(instance -> instance.tables().stream()).toList();
      try (var operator = cluster.operator(settings, name());
          var puts = new BarePuts(vertx, installed.stream().map(Installed::authority).toList())) {
        Awaited told = Awaited.on(tables, "the first table", gateways -> !gateways.isEmpty());
        all(writers, installed.stream().<Runnable>map(instance -> instance::declare).toList());
        told.lastNanos();
        List<BarePuts.Target> targets =
            installed.stream().flatMap(instance -> instance.targets().stream()).toList();
        puts.putAndWait(targets, List.of());
        int all = settings.rehearsals() + STORMS;
        for (int storm = 0; storm < all; storm++) {
          int number = storm - settings.rehearsals() + 1;
          progress.say("storm: %s".formatted(number < 1 ? "rehearsal" : "number " + number));
          Burst burst = new Replacement(cluster, writers, installed, tables, operator).storm(storm);
          double bare = bareRate(puts, targets, burst.puts());
          if (number > 0) {
            add(number, burst, bare, rows, goals);
          }
        }
        boolean last = installed.stream().allMatch(instance -> hasLast(instance, all - 1));
        goals.add(Goal.atLeast("living runtimes that end on the last table", last ? 1 : 0, 1));
      }
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
    return new BenchResult(
        name(),
        machine,
        "%d instances, each with one living runtime; %d more runtimes refuse connections, one accepts and never answers"
            .formatted(count, dead),
        rows,
        goals);
  }

  /**
   * What a storm came to.
   *
   * @param puts tables that the living runtimes were sent
   * @param nanos from the release to the last acknowledgement
   */
  record Burst(long puts, long nanos) {

    double rate() {
      return puts / (nanos / 1e9);
    }
  }

  private static void add(int storm, Burst burst, double bare, List<Row> rows, List<Goal> goals) {
    rows.add(
        Row.of("storm " + storm, "PUTs", burst.puts())
            .and("all told after ms", burst.nanos() / 1e6)
            .and("operator PUT/s", burst.rate())
            .and("bare PUT/s", bare)
            .and("share", burst.rate() / bare));
    goals.add(
        Goal.atLeast("storm " + storm + ", rate over the bare PUTs'", burst.rate() / bare, GOAL));
    goals.add(
        Goal.atMost(
            "storm " + storm + ", slowest living runtime, ms (a call to a dead one takes longer)",
            burst.nanos() / 1e6,
            CALL_LIMIT_MILLIS));
  }

  private static void install(
      BenchCluster cluster,
      Vertx vertx,
      ExecutorService writers,
      int count,
      List<Installed> installed) {
    for (int n = 0; n < count; n += INSTANCES_IN_A_NAMESPACE) {
      cluster.namespace(namespace(n));
    }
    List<Future<Installed>> making =
        IntStream.range(0, count)
            .mapToObj(
                n ->
                    writers.submit(
                        () -> {
                          var one = new Installed(cluster.client(), namespace(n), "-" + n);
                          one.runtimes(vertx, List.of(cluster.address(n)));
                          one.gateway(gateway(one, -1), address(n, 0));
                          one.pods().ready(gateway(one, -1), address(n, 0));
                          return one;
                        }))
            .toList();
    making.forEach(one -> installed.add(Finished.get(one)));
  }

  private static String namespace(int n) {
    return "storm-" + n / INSTANCES_IN_A_NAMESPACE;
  }

  /** Addresses in 127/8 on which nobody listens, and one on which somebody only listens. */
  private static void killSome(
      BenchCluster cluster, Vertx vertx, List<Installed> installed, int dead) {
    int first = installed.size();
    for (int n = 0; n < dead; n++) {
      installed.get(n).deadRuntime(cluster.address(first + n));
    }
    String silent = cluster.address(first + dead);
    NetServer server = vertx.createNetServer().connectHandler(_ -> {});
    server.listen(StandIn.PORT, silent).toCompletionStage().toCompletableFuture().join();
    installed.getLast().deadRuntime(silent);
  }

  private static String gateway(Installed instance, int storm) {
    return instance.name("gateway") + "-r" + (storm + 1);
  }

  private static String address(int n, int storm) {
    return "198.51.100." + (1 + (n * 7 + storm) % 250);
  }

  private static boolean hasLast(Installed instance, int storm) {
    return instance.tables().stream()
        .allMatch(table -> table.gateways().equals(List.of(gateway(instance, storm))));
  }

  /** The same number of PUTs, in rounds in which every runtime gets one. */
  private static double bareRate(BarePuts puts, List<BarePuts.Target> targets, long count) {
    long began = System.nanoTime();
    for (long left = count; left > 0; left -= targets.size()) {
      puts.putAndWait(targets.subList(0, (int) Math.min(left, targets.size())), List.of("gateway"));
    }
    return count / ((System.nanoTime() - began) / 1e9);
  }

  /** Has all of it done at the same time as far as there are writers. */
  private static void all(ExecutorService writers, List<Runnable> work) {
    work.stream().map(writers::submit).toList().forEach(Finished::get);
  }

  /** One replacement of all gateways. */
  private record Replacement(
      BenchCluster cluster,
      ExecutorService writers,
      List<Installed> installed,
      List<TableSlot> tables,
      OperatorProcess operator) {

    Burst storm(int number) {
      all(
          writers,
          each(
              n ->
                  () ->
                      installed
                          .get(n)
                          .gateway(gateway(installed.get(n), number), address(n, number + 1))));
      Set<String> gone = ConcurrentHashMap.newKeySet();
      try (var _ =
          new BareWatch<>(
              cluster.client(),
              Pod.class,
              null,
              Map.of(),
              (action, pod) -> {
                if (action == Watcher.Action.DELETED) {
                  gone.add(pod.getMetadata().getName());
                }
              })) {
        operator.freeze();
        all(writers, each(n -> () -> replace(installed.get(n), number, address(n, number + 1))));
        // Whoever watches has been told of all of it, so it waits in the operator's sockets.
        Patience.until(
            "the API server to tell of all replacements",
            PATIENCE,
            Duration.ofMillis(1),
            () -> gone.size() >= installed.size());
      }
      long before = puts();
      List<Awaited> told =
          installed.stream()
              .map(
                  instance ->
                      Awaited.on(
                          instance.tables(),
                          "the replacement of " + gateway(instance, number - 1),
                          gateways -> gateways.equals(List.of(gateway(instance, number)))))
              .toList();
      long began = System.nanoTime();
      operator.resume();
      long last = told.stream().mapToLong(Awaited::lastNanos).max().orElseThrow();
      return new Burst(puts() - before, last - began);
    }

    private static void replace(Installed instance, int number, String address) {
      instance.pods().ready(gateway(instance, number), address);
      instance.pods().delete(gateway(instance, number - 1));
    }

    private List<Runnable> each(IntFunction<Runnable> work) {
      return IntStream.range(0, installed.size()).mapToObj(work).toList();
    }

    private long puts() {
      return tables.stream().mapToLong(TableSlot::puts).sum();
    }
  }
}
