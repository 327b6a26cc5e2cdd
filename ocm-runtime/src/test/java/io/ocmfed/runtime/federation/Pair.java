package io.ocmfed.runtime.federation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocmfed.runtime.testing.Patience;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Two sites that trust each other, and what both of their databases say. */
record Pair(Site a, Site b) implements AutoCloseable {

  private static final String ACCEPTANCES = "select id, state from acceptance order by id";

  /**
   * Starts both.
   *
   * @param added more for their class paths
   * @param control hears of their steps; null when nobody does
   */
  static Pair open(
      Path home,
      String network,
      List<String> atA,
      List<String> atB,
      List<Path> added,
      FailpointControl control) {
    Site a = new Site(home, "a", network + ".1", atA, added, options(control, "a"));
    Site b = new Site(home, "b", network + ".2", atB, added, options(control, "b"));
    Pair pair = new Pair(a, b);
    try {
      a.start();
      b.start();
      a.ready(atA.getFirst());
      b.ready(atB.getFirst());
      a.trust(b);
      b.trust(a);
      return pair;
    } catch (RuntimeException | Error failed) {
      pair.close();
      throw failed;
    }
  }

  private static List<String> options(FailpointControl control, String name) {
    return control == null ? List.of() : List.of(control.option(name));
  }

  Users atA() {
    return new Users(a);
  }

  Users atB() {
    return new Users(b);
  }

  /** Waits until nothing is owed and both know the same, and checks that once more. */
  void settle() {
    Patience.await("both databases agree")
        .atMost(Duration.ofMinutes(5))
        .untilAsserted(
            () -> {
              assertThat(a.rows("select kind from outbox")).as("owed by a").isEmpty();
              assertThat(b.rows("select kind from outbox")).as("owed by b").isEmpty();
              assertThat(a.rows(ACCEPTANCES))
                  .isEqualTo(b.rows(ACCEPTANCES))
                  .doesNotContain("PENDING");
              assertThat(given(a)).isEqualTo(received(b));
              assertThat(given(b)).isEqualTo(received(a));
            });
    for (Site site : List.of(a, b)) {
      assertThat(
              site.rows(
                  """
                  select s.id from outgoing_share s join acceptance c on c.id = s.acceptance_id
                  where s.state in ('PENDING', 'DELIVERED', 'ACCEPTED') and c.state <> 'STANDING'
                  union all
                  select s.id from incoming_share s join acceptance c on c.id = s.acceptance_id
                  where s.state in ('RECEIVED', 'ACCEPTED') and c.state <> 'STANDING'
                  """))
          .as("open shares under an acceptance that ended, at %s", site.name())
          .isEmpty();
    }
  }

  private static Set<String> given(Site site) {
    return new TreeSet<>(
        site.rows(
            "select id from outgoing_share where state in ('PENDING', 'DELIVERED', 'ACCEPTED')"));
  }

  private static Set<String> received(Site site) {
    return new TreeSet<>(
        site.rows(
            "select provider_id from incoming_share where state in ('RECEIVED', 'ACCEPTED')"));
  }

  /** The states of all acceptances of two users, as a has them. */
  List<String> acceptances(String atA, String atB) {
    return a.rows(
        "select state from acceptance where local_user = ? and remote_user = ? order by began_tick",
        atA,
        atB);
  }

  /** Whether both users see each other, which must be the same on both sides. */
  boolean connected(String atA, String atB) {
    Optional<String> fromA = atA().connection(atA, atB + "@" + b.domain());
    Optional<String> fromB = atB().connection(atB, atA + "@" + a.domain());
    assertThat(fromA.isPresent()).as("as a sees it, and as b does").isEqualTo(fromB.isPresent());
    return fromA.isPresent();
  }

  /** Shares a file of a's user with b's, and waits until it is there. */
  Given share(String atA, String atB) {
    Site.Answer made = atA().share(atA, atB + "@" + b.domain());
    assertThat(made.status()).as("sharing: %s", made).isEqualTo(200);
    return delivered(atA, atB);
  }

  /** The newest share of the two, once it is there. */
  Given delivered(String atA, String atB) {
    String id =
        a.rows(
                "select id from outgoing_share where local_user = ? and remote_user = ?"
                    + " order by created_at desc limit 1",
                atA,
                atB)
            .getFirst();
    Patience.await("the share is there").until(() -> !b.secret(id).isEmpty());
    String received = b.rows("select id from incoming_share where provider_id = ?", id).getFirst();
    return new Given(id, received, b.secret(id), atB);
  }

  /**
   * A share that b's user received.
   *
   * @param id at a
   * @param received its id at b
   */
  record Given(String id, String received, String secret, String recipient) {}

  /** The statuses of both ways in: at a by the secret, and at b as its recipient. */
  List<Integer> tried(Given share) {
    return List.of(
        a.open("/dav/ocm/" + share.id(), share.secret()),
        atB().read(share.recipient(), share.received()));
  }

  @Override
  public void close() {
    a.close();
    b.close();
  }
}
