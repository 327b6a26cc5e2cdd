package io.ocmfed.bench;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.ocmfed.cluster.Progress;
import io.ocmfed.launcher.Checkout;
import io.ocmfed.launcher.Cloud;
import io.ocmfed.launcher.DemoInstallation;
import io.ocmfed.launcher.Gateways;
import io.ocmfed.launcher.NaiveClient;
import io.ocmfed.launcher.Person;
import io.ocmfed.launcher.Story;
import io.ocmfed.load.Reading;
import io.ocmfed.load.SteadyReader;
import io.ocmfed.node.image.JvmSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * What a user notices of a gateway's replacement: he reads what is shared with him 50 times a
 * second, through graph and ocm of a whole cloud, while its gateways are restarted, deleted or
 * killed. Beside it a client that keeps the address that it found first.
 */
final class Outage implements Bench {

  private static final int READS_A_SECOND = 50;
  private static final int ASSERTED_READS = 50;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** How long a runtime waits for a gateway (OCMFED_ENDPOINT_WAIT). */
  private static final Duration WAIT = Duration.ofSeconds(15);

  private static final double GOAL_ADDED_MILLIS = 100;

  /** Of reads before anything is measured: so many in a row, and none took longer. */
  private static final int WARM_READS = 5 * READS_A_SECOND;

  private static final Duration WARM = Duration.ofMillis(500);

  /** What {@code kubectl rollout restart} sends. */
  private static final String RESTART =
      """
      {"spec": {"template": {"metadata": {"annotations": {"kubectl.kubernetes.io/restartedAt": "%s"}}}}}
      """;

  /** What the embedded node takes for SIGKILL to the container. */
  private static final String KILL =
      """
      {"metadata": {"annotations": {"node.ocmfed.io/fault": "kill 1"}}}
      """;

  @Override
  public String name() {
    return "outage";
  }

  @Override
  public BenchResult run(Checkout checkout, BenchSettings settings, Progress progress) {
    Machine machine = Machine.here();
    var rows = new ArrayList<Row>();
    var goals = new ArrayList<Goal>();
    try (var installation = DemoInstallation.start(JvmSettings.PRODUCT, "bench/outage-logs", 1)) {
      DemoInstallation.Pair pair = installation.freshPair();
      Story story = installation.story(pair, new SilentTeller());
      story.applyA();
      story.applyB();
      story.awaitAllReady();
      KubernetesClient client = installation.client();
      Cloud cloud = pair.cloudB();
      var bob = new Person(installation.people(), cloud, "bob");
      requireGatewayCalls(client, cloud, bob);

      var part = new Part(client, cloud, bob, settings.quietSeconds(), progress);
      Outcome restart = part.rollingRestart();
      // The first time that everybody waits and goes on at once runs code that nobody has compiled.
      Outcome first = part.forcedDeletion();
      Outcome deletion = part.forcedDeletion();
      Outcome kill = part.kill();
      add("(a) rolling restart of 2 gateways", restart, rows, goals);
      rows.add(row("rehearsal: forced deletion of the only gateway", first));
      goals.add(Goal.atMost("rehearsal, failed", first.failedWithinWait(), 0));
      add("(b) forced deletion of the only gateway", deletion, rows, goals);
      add("(c) kill -9 of the only gateway's container", kill, rows, goals);
      rows.add(
          Row.of("(b') client that pinned the address", "calls", deletion.naiveCalls())
              .and("failed", deletion.naiveFailed()));
      goals.add(
          Goal.atLeast(
              "(b') share of failed calls after the deletion",
              deletion.naiveFailed() / (double) deletion.naiveCalls(),
              1));
    }
    return new BenchResult(
        name(),
        machine,
        "%d reads of sharedWithMe a second, open loop".formatted(READS_A_SECOND),
        rows,
        goals);
  }

  /** Nothing of a read may be answered from memory where the gateway should be asked. */
  private static void requireGatewayCalls(KubernetesClient client, Cloud cloud, Person bob) {
    try (var calls = new GatewayCalls(client, cloud)) {
      long before = calls.count();
      for (int n = 0; n < ASSERTED_READS; n++) {
        if (bob.sharedWithMe().isEmpty()) {
          throw new BenchException("Nothing is shared with Bob.");
        }
      }
      long made = calls.count() - before;
      if (made < ASSERTED_READS) {
        throw new BenchException(
            "%d reads made only %d calls of the gateway.".formatted(ASSERTED_READS, made));
      }
    }
  }

  /**
   * What came of one outage.
   *
   * @param readings all of the reader's
   * @param from when the gateway was taken away, on the reader's clock
   * @param ready when one was ready again; null: one always was
   */
  private record Outcome(
      List<Reading> readings, Duration from, Duration ready, int naiveCalls, int naiveFailed) {

    long failed() {
      return readings.stream().filter(Reading::failed).count();
    }

    /** Failed although a gateway was ready before the wait was over. */
    long failedWithinWait() {
      return readings.stream()
          .filter(Reading::failed)
          .filter(reading -> ready == null || ready.minus(reading.at()).compareTo(WAIT) < 0)
          .count();
    }

    Distribution before() {
      return times(readings.stream().filter(reading -> reading.at().compareTo(from) < 0).toList());
    }

    Distribution during() {
      return times(readings.stream().filter(reading -> reading.at().compareTo(from) >= 0).toList());
    }

    /** How much later than the usual, counted from the pod's readiness, the last answer came. */
    double addedMillis() {
      double usual = before().median();
      return readings.stream()
          .filter(reading -> !reading.failed())
          .filter(reading -> reading.at().compareTo(from) >= 0 && reading.at().compareTo(ready) < 0)
          .mapToDouble(reading -> reading.at().plus(reading.took()).minus(ready).toNanos() / 1e6)
          .map(late -> late - usual)
          .max()
          .orElse(0);
    }

    private static Distribution times(List<Reading> some) {
      return Distribution.ofNanos(some.stream().map(reading -> reading.took().toNanos()).toList());
    }
  }

  private static void add(String what, Outcome outcome, List<Row> rows, List<Goal> goals) {
    rows.add(row(what, outcome));
    goals.add(Goal.atMost(what + ", failed", outcome.failedWithinWait(), 0));
    if (outcome.ready() != null) {
      goals.add(
          Goal.atMost(
              what + ", last answer after the pod was ready, ms",
              outcome.addedMillis(),
              GOAL_ADDED_MILLIS));
    }
  }

  private static Row row(String what, Outcome outcome) {
    boolean away = outcome.ready() != null;
    return Row.of(what, "reads", outcome.readings().size())
        .and("failed", outcome.failed())
        .and("p50 before ms", outcome.before().median())
        .and("p99 before ms", outcome.before().p99())
        .and("p99 since ms", outcome.during().p99())
        .and("max since ms", outcome.during().max())
        .and(
            "gateway away ms",
            away ? outcome.ready().minus(outcome.from()).toNanos() / 1e6 : Double.NaN)
        .and("added ms", away ? outcome.addedMillis() : Double.NaN);
  }

  /** The outages, one after the other. */
  private record Part(
      KubernetesClient client, Cloud cloud, Person bob, int quietSeconds, Progress progress) {

    Outcome rollingRestart() {
      var gateways = new Gateways(client, cloud.namespace());
      gateways.scale(2);
      warmUp();
      progress.say("outage: rolling restart of 2 gateways");
      Set<String> old = gateways.readyAddresses();
      try (var reader = read()) {
        quiet();
        Duration from = reader.elapsed();
        client
            .apps()
            .deployments()
            .inNamespace(cloud.namespace())
            .withName("gateway")
            .patch(PatchContext.of(PatchType.JSON_MERGE), RESTART.formatted(Instant.now()));
        Patience.until(
            "two new gateways",
            PATIENCE,
            Duration.ofMillis(100),
            () -> {
              List<Pod> now = pods();
              return now.size() == 2
                  && gateways.readyAddresses().size() == 2
                  && now.stream().noneMatch(pod -> old.contains(pod.getStatus().getPodIP()));
            });
        quiet();
        return new Outcome(reader.end(), from, null, 0, 0);
      }
    }

    Outcome forcedDeletion() {
      new Gateways(client, cloud.namespace()).scale(1);
      warmUp();
      progress.say("outage: forced deletion of the only gateway");
      Pod pod = pods().getFirst();
      var naive = new NaiveClient(pod.getStatus().getPodIP(), Gateways.GRPC_PORT);
      naive
          .call()
          .ifPresent(
              why -> {
                throw new BenchException("The naive client fails before its time: " + why);
              });
      try (var reader = read();
          var ready = new ReadyTimes(client, cloud.namespace(), reader::elapsed)) {
        quiet();
        Duration from = reader.elapsed();
        client.resource(pod).withGracePeriod(0).delete();
        Duration back = ready.after(from);
        int calls = 0;
        int failed = 0;
        for (int second = 0; second < quietSeconds; second++) {
          LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
          calls++;
          failed += naive.call().isPresent() ? 1 : 0;
        }
        return new Outcome(reader.end(), from, back, calls, failed);
      }
    }

    Outcome kill() {
      new Gateways(client, cloud.namespace()).scale(1);
      warmUp();
      progress.say("outage: kill -9 of the only gateway's container");
      try (var reader = read();
          var ready = new ReadyTimes(client, cloud.namespace(), reader::elapsed)) {
        quiet();
        Duration from = reader.elapsed();
        client.resource(pods().getFirst()).patch(PatchContext.of(PatchType.JSON_MERGE), KILL);
        Duration back = ready.after(from);
        quiet();
        return new Outcome(reader.end(), from, back, 0, 0);
      }
    }

    /**
     * Reads until both processors are done with what came before: programs that have just started
     * compile for a minute, and all that waits meanwhile would be in the figures.
     */
    private void warmUp() {
      progress.say("outage: reading until that is quick");
      try (var reader = read()) {
        Patience.until(
            "reads to be quick",
            PATIENCE,
            Duration.ofMillis(100),
            () -> warm(reader.last(WARM_READS)));
        reader.end();
      }
    }

    private static boolean warm(List<Reading> last) {
      return last.size() == WARM_READS
          && last.stream().noneMatch(read -> read.failed() || read.took().compareTo(WARM) > 0);
    }

    private SteadyReader read() {
      return SteadyReader.start(READS_A_SECOND, bob::askForSharedWithMe);
    }

    private void quiet() {
      LockSupport.parkNanos(Duration.ofSeconds(quietSeconds).toNanos());
    }

    private List<Pod> pods() {
      return client
          .pods()
          .inNamespace(cloud.namespace())
          .withLabel("app.kubernetes.io/component", "gateway")
          .list()
          .getItems();
    }
  }
}
