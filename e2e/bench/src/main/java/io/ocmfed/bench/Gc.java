package io.ocmfed.bench;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.ocmfed.cluster.Progress;
import io.ocmfed.launcher.Checkout;
import io.ocmfed.launcher.DemoInstallation;
import io.ocmfed.launcher.OcmKind;
import io.ocmfed.launcher.OcmObjects;
import io.ocmfed.launcher.Person;
import io.ocmfed.node.image.JvmSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A connection with many shares is removed, first by the recipient and, once all of it stands
 * again, by the owner: how soon access and rows are over on both sides, and how fast the objects
 * show it, beside bare patches of as many statuses on the same API server.
 */
final class Gc implements Bench {

  private static final double GOAL_MILLIS = 2000;
  private static final double GOAL_SHARE = 0.4;
  private static final int ROUNDS = 2;

  @Override
  public String name() {
    return "gc";
  }

  @Override
  public BenchResult run(Checkout checkout, BenchSettings settings, Progress progress) {
    Machine machine = Machine.here();
    int count = settings.shares();
    var rows = new ArrayList<Row>();
    var goals = new ArrayList<Goal>();
    try (var installation = DemoInstallation.start(JvmSettings.PRODUCT, "bench/gc-logs", 1)) {
      KubernetesClient client = installation.client();
      DemoInstallation.Pair pair = installation.freshPair(1, 1);
      var many = new ManyShares(client, pair, count, progress);
      try (var recordsA = new CloudRecords(client, pair.cloudA());
          var recordsB = new CloudRecords(client, pair.cloudB());
          var sharesA = new ShareBook(client, pair.cloudA().namespace());
          var sharesB = new ShareBook(client, pair.cloudB().namespace())) {
        many.connect();
        progress.say("gc: declaring %d shares".formatted(count));
        many.declare();
        many.awaitStanding(sharesA, sharesB, recordsA, recordsB);

        try (var bare =
            new BarePatches(
                client,
                pair.cloudA().namespace() + "-bare",
                count,
                new OcmObjects(client, pair.cloudA().namespace())
                    .find(OcmKind.SHARE, ManyShares.name(0))
                    .orElseThrow())) {
          var bob = new Person(installation.people(), pair.cloudB(), "bob");
          var alice = new Person(installation.people(), pair.cloudA(), "alice");
          var parting =
              new Parting(
                  client,
                  pair,
                  bob,
                  new Parting.Side(recordsA, sharesA),
                  new Parting.Side(recordsB, sharesB));
          // Client and API server warm up; these rounds are not counted.
          rates(bare, progress);

          List<Double> before = rates(bare, progress);
          progress.say("gc: Bob removes the connection");
          Parting.Outcome byBob = parting.by(bob, count);
          add("(a) the recipient removes", byBob, mean(before, rates(bare, progress)), rows, goals);

          progress.say("gc: they connect again");
          many.connectAnew();
          many.awaitStanding(sharesA, sharesB, recordsA, recordsB);
          before = rates(bare, progress);
          progress.say("gc: Alice removes the connection");
          Parting.Outcome byAlice = parting.by(alice, count);
          add("(b) the owner removes", byAlice, mean(before, rates(bare, progress)), rows, goals);
        }
      }
    }
    return new BenchResult(
        name(),
        machine,
        "%d shares under one connection; %d bare patches at once"
            .formatted(count, BarePatches.AT_ONCE),
        rows,
        goals);
  }

  private static List<Double> rates(BarePatches bare, Progress progress) {
    progress.say("gc: bare patches");
    var rates = new ArrayList<Double>();
    for (int round = 0; round < ROUNDS; round++) {
      rates.add(bare.rate());
    }
    return rates;
  }

  private static double mean(List<Double> before, List<Double> after) {
    return Stream.concat(before.stream(), after.stream())
        .mapToDouble(rate -> rate)
        .average()
        .orElseThrow();
  }

  private static void add(
      String what, Parting.Outcome outcome, double bare, List<Row> rows, List<Goal> goals) {
    rows.add(
        Row.of(what + ", after ms", "request answered", outcome.answered())
            .and("rows over in A", outcome.cleanA())
            .and("rows over in B", outcome.cleanB())
            .and("reads refused", outcome.refused())
            .and("all shown in A", outcome.shownA())
            .and("all mirrors gone in B", outcome.shownB()));
    double both = outcome.inA().and(outcome.inB()).rate();
    rows.add(
        Row.of(what + ", objects a second", "A: status", outcome.inA().rate())
            .and("B: deleted", outcome.inB().rate())
            .and("both", both)
            .and("bare patches", bare)
            .and("share of both", both / bare)
            .and("API writes", outcome.writes())
            .and(
                "writes an object",
                outcome.writes() / (double) (outcome.inA().count() + outcome.inB().count())));
    goals.add(
        Goal.atMost(
            what + ": rows over and reads refused on both sides, ms", outcome.over(), GOAL_MILLIS));
    goals.add(
        Goal.atLeast(what + ": objects of both sides over bare patches", both / bare, GOAL_SHARE));
  }
}
