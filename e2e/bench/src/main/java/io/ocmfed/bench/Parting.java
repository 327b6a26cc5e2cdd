package io.ocmfed.bench;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.ocmfed.launcher.DemoInstallation;
import io.ocmfed.launcher.Person;
import io.ocmfed.load.Reading;
import io.ocmfed.load.SteadyReader;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** One of the two users removes the connection, and everything under it must go on both sides. */
final class Parting {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final int READS_A_SECOND = 10;
  private static final int READ_BEFORE = 20;
  private static final Duration READ_WELL_FOR = Duration.ofSeconds(2);
  private static final int READERS_AFTER = 8;

  private final KubernetesClient client;
  private final DemoInstallation.Pair pair;
  private final Person bob;
  private final Side a;
  private final Side b;

  /**
   * One of the two clouds.
   *
   * @param shares declared ones in A, mirrors in B
   */
  record Side(CloudRecords records, ShareBook shares) {}

  /**
   * What came of it, in milliseconds after the request that removed the connection.
   *
   * @param answered when that was answered
   * @param cleanA when A's rows were over
   * @param cleanB when B's were
   * @param refused when Bob was refused the files
   * @param shownA when the last object in A showed it
   * @param shownB when the last mirror in B was gone
   * @param inA changes of objects in A
   * @param inB changes of objects in B
   * @param writes to the API server: changes of OcmShares, and Events about them
   */
  record Outcome(
      double answered,
      double cleanA,
      double cleanB,
      double refused,
      double shownA,
      double shownB,
      Span inA,
      Span inB,
      long writes) {

    /** Rows clean and access refused, on both sides. */
    double over() {
      return Math.max(Math.max(cleanA, cleanB), refused);
    }
  }

  Parting(KubernetesClient client, DemoInstallation.Pair pair, Person bob, Side a, Side b) {
    this.client = client;
    this.pair = pair;
    this.bob = bob;
    this.a = a;
    this.b = b;
  }

  /**
   * Has a user remove his only connection.
   *
   * @param who Alice or Bob
   * @param count shares that stand
   * @throws BenchException when anything is still open at the end
   */
  Outcome by(Person who, int count) {
    List<URI> files = bob.sharedWithMe().stream().map(Person.SharedItem::file).toList();
    if (files.size() != count) {
      throw new BenchException("Bob is shown %d files of %d.".formatted(files.size(), count));
    }
    Person.Contact contact =
        who.contacts().stream()
            .filter(one -> !"ended".equalsIgnoreCase(one.state()))
            .findFirst()
            .orElseThrow(() -> new BenchException("There is no connection: " + who.contacts()));
    long eventsBefore = events();
    a.shares().open();
    b.shares().open();
    var next = new AtomicInteger();
    try (var reader =
            SteadyReader.start(
                READS_A_SECOND, () -> bob.read(files.get(next.getAndIncrement() % files.size())));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Patience.until(
          "Bob to read",
          PATIENCE,
          LOOK,
          () -> reader.wellSince(reader.elapsed().minus(READ_WELL_FOR), READ_BEFORE));
      long began = System.nanoTime();
      var answered =
          CompletableFuture.supplyAsync(
              () -> {
                who.disconnect(contact);
                return System.nanoTime();
              },
              threads);
      var cleanA = whenOver("A's rows", a, answered, threads);
      var cleanB = whenOver("B's rows", b, answered, threads);
      long done = answered.join();
      long aClean = cleanA.join();
      long bClean = cleanB.join();
      Patience.until(
          "%d objects to show it in A and %d in B".formatted(count, count),
          PATIENCE,
          LOOK,
          () -> a.shares().over() >= count && b.shares().over() >= count);
      List<Reading> readings = reader.end();
      Duration refused =
          Refusal.from(readings)
              .orElseThrow(() -> new BenchException("Bob's reads were not refused."));
      Span inA = a.shares().overSpan();
      Span inB = b.shares().overSpan();
      var outcome =
          new Outcome(
              millis(done - began),
              millis(aClean - began),
              millis(bClean - began),
              millis(refused.minus(reader.at(began)).toNanos()),
              inA.lastMillisAfter(began),
              inB.lastMillisAfter(began),
              inA,
              inB,
              a.shares().writes() + b.shares().writes() + events() - eventsBefore);
      requireAllOver(files);
      return outcome;
    }
  }

  private static double millis(long nanos) {
    return nanos / 1e6;
  }

  private static CompletableFuture<Long> whenOver(
      String whose, Side side, CompletableFuture<Long> request, Executor threads) {
    return CompletableFuture.supplyAsync(
        () -> {
          Patience.until(
              whose + " to be over",
              PATIENCE,
              LOOK,
              () -> request.isCompletedExceptionally() || !side.records().connected());
          return System.nanoTime();
        },
        threads);
  }

  /** Events about shares on both sides. */
  private long events() {
    return List.of(pair.cloudA(), pair.cloudB()).stream()
        .flatMap(
            cloud -> client.v1().events().inNamespace(cloud.namespace()).list().getItems().stream())
        .filter(event -> "OcmShare".equals(event.getInvolvedObject().getKind()))
        .count();
  }

  private void requireAllOver(List<URI> files) {
    long open = a.records().openShares() + b.records().openShares();
    if (open > 0) {
      throw new BenchException("%d shares are still open in the databases.".formatted(open));
    }
    if (!bob.sharedWithMe().isEmpty()) {
      throw new BenchException("Bob is still shown %d files.".formatted(bob.sharedWithMe().size()));
    }
    try (var readers = Executors.newFixedThreadPool(READERS_AFTER)) {
      var statuses =
          files.stream().map(file -> readers.submit(() -> bob.read(file).status())).toList();
      for (var status : statuses) {
        if (status.get() / 100 != 4) {
          throw new BenchException("A file of Alice is answered with " + status.get() + ".");
        }
      }
    } catch (ExecutionException e) {
      throw new BenchException("A file could not be asked for: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted while files were asked for");
    }
  }
}
