package io.ocmfed.bench;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.ocmfed.cluster.Progress;
import io.ocmfed.launcher.DemoInstallation;
import io.ocmfed.launcher.GitFolder;
import io.ocmfed.launcher.OcmKind;
import io.ocmfed.launcher.OcmObjects;
import io.ocmfed.launcher.Story;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Alice and Bob of the examples, connected, and many files that she shares with him. */
final class ManyShares {

  /** The folder in Alice's space. */
  private static final String FOLDER = "Many";

  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration QUIET = Duration.ofSeconds(3);

  private final KubernetesClient client;
  private final DemoInstallation.Pair pair;
  private final int count;
  private final Progress progress;

  ManyShares(KubernetesClient client, DemoInstallation.Pair pair, int count, Progress progress) {
    this.client = client;
    this.pair = pair;
    this.count = count;
    this.progress = progress;
  }

  /** The name of the n-th declared share. */
  static String name(int n) {
    return "many-" + n;
  }

  /** Makes the files, applies both folders without their own share, and waits for the two. */
  void connect() {
    layFiles();
    GitFolder gitA = pair.gitA();
    GitFolder gitB = pair.gitB();
    String a = pair.cloudA().namespace();
    String b = pair.cloudB().namespace();
    gitA.apply(client, a, "10-instance.yaml");
    // One mirror for each share; the limit of an instance without this is 1,000.
    GitFolder.apply(
        client,
        b,
        List.of(
            gitB.manifest("10-instance.yaml") + "  mirrorShares: {limit: %d}%n".formatted(count)));
    for (String file : List.of("20-trust.yaml", "30-invite-token.yaml", "40-invite.yaml")) {
      gitA.apply(client, a, file);
      gitB.apply(client, b, file);
    }
    awaitConnected();
  }

  private void layFiles() {
    String volume = pair.cloudA().namespace() + "-files";
    Path files =
        Path.of(
            client
                .persistentVolumes()
                .withName(volume)
                .require()
                .getSpec()
                .getHostPath()
                .getPath());
    try {
      Path folder = Files.createDirectories(files.resolve("alice").resolve(FOLDER));
      for (int n = 0; n < count; n++) {
        Files.writeString(folder.resolve(file(n)), "The file number %d of Alice.%n".formatted(n));
      }
    } catch (IOException e) {
      throw new BenchException("Alice's files cannot be made: " + e.getMessage(), e);
    }
  }

  private static String file(int n) {
    return "file-" + n + ".txt";
  }

  /** Declares the shares, as an organisation does that keeps them in Git. */
  void declare() {
    String like = pair.gitA().manifest("50-share.yaml");
    for (int n = 0; n < count; n++) {
      GitFolder.apply(
          client,
          pair.cloudA().namespace(),
          List.of(
              like.replace("name: report", "name: " + name(n))
                  .replace("/Projects/report.pdf", "/" + FOLDER + "/" + file(n))));
    }
  }

  /** Has Bob accept again, as {@code kubectl annotate} does; waits until they are connected. */
  void connectAnew() {
    new OcmObjects(client, pair.cloudB().namespace())
        .annotate(OcmKind.INVITE, Story.INVITE, "ocmfed.io/reaccept-at", Instant.now().toString());
    awaitConnected();
  }

  private void awaitConnected() {
    for (var cloud : List.of(pair.cloudB(), pair.cloudA())) {
      var objects = new OcmObjects(client, cloud.namespace());
      Patience.until(
          "the two to be connected in " + cloud.name(),
          PATIENCE,
          LOOK,
          () ->
              objects
                  .find(OcmKind.INVITE, Story.INVITE)
                  .filter(invite -> "Connected".equals(OcmObjects.text(invite, "phase")))
                  .isPresent());
    }
  }

  /** Waits until all of them stand on both sides, nothing is owed, and nobody writes any more. */
  void awaitStanding(ShareBook atA, ShareBook atB, CloudRecords recordsA, CloudRecords recordsB) {
    var told = new long[] {System.nanoTime()};
    Patience.until(
        "%d shares to stand on both sides".formatted(count),
        PATIENCE,
        LOOK,
        () -> {
          if (System.nanoTime() - told[0] > Duration.ofSeconds(15).toNanos()) {
            told[0] = System.nanoTime();
            progress.say(
                "gc: %d shares stand in A, %d mirrors in B"
                    .formatted(atA.standing(), atB.standing()));
          }
          return atA.standing() == count && atB.standing() == count;
        });
    Patience.until(
        "both sides to be quiet",
        PATIENCE,
        LOOK,
        () ->
            recordsA.owed() == 0
                && recordsB.owed() == 0
                && atA.quietNanos() > QUIET.toNanos()
                && atB.quietNanos() > QUIET.toNanos());
  }
}
