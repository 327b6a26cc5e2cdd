package io.ocmfed.runtime.ocm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocmfed.runtime.gateway.GatewayClient.User;
import io.ocmfed.runtime.invite.InviteString;
import io.ocmfed.runtime.share.ShareSteps.Telling;
import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.AcceptanceState;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.IncomingShare;
import io.ocmfed.runtime.store.Outbox.Owed;
import io.ocmfed.runtime.store.OutgoingShare;
import io.ocmfed.runtime.store.OutgoingState;
import io.ocmfed.runtime.testing.Thorough;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Either side is set back from every step of a story to steps before it, and both then talk again.
 * Nothing that the other side knows to have ended works again, both agree, and what is disputed can
 * be settled by either user. The story is told once; its steps are copies of both stores.
 */
class RestoredStoreTest extends BetweenTwoNodes {

  private final Map<String, String> secrets = new HashMap<>();

  RestoredStoreTest() {
    super(TestNode.quietPair());
  }

  @Test
  void nothingEndedWorksAgainAndWhatIsLeftCanBeSettled() throws SQLException {
    StoreCopies[] copies = {
      new StoreCopies(a.database.connections()), new StoreCopies(b.database.connections())
    };
    TestNode[] nodes = {a, b};
    int steps = story(copies);
    int disputes = 0;
    for (int side = 0; side < 2; side++) {
      for (int now = 1; now < steps; now++) {
        for (int then : backups(now)) {
          for (int node = 0; node < 2; node++) {
            copies[node].putBack("step" + now);
            nodes[node].clock.pass(Duration.ofMinutes(2));
          }
          Set<String> over = ended(nodes[1 - side]);
          copies[side].putBack("step" + then);
          String what = "side " + side + " from step " + now + " to step " + then;
          converge(what);
          agree(what, over);
          disputes += settle(what, (now + then) % 2 == 0);
        }
      }
    }
    // Otherwise the story reaches nothing that is worth this test.
    assertThat(disputes).isGreaterThan(5);
  }

  /** The oldest and the newest, or all with {@code -Docmfed.thorough}. */
  private static List<Integer> backups(int now) {
    return Thorough.asked()
        ? IntStream.range(0, now).boxed().toList()
        : Stream.of(0, now - 1).distinct().toList();
  }

  /** Each step is kept on both sides; returns how many there are. */
  private int story(StoreCopies... copies) throws SQLException {
    int step = 0;
    keep(step++, copies);
    String invite = a.role.issueInvite().issue("alice", Duration.ZERO, "").invite();
    keep(step++, copies);
    accept(invite);
    keep(step++, copies);
    b.deliver();
    keep(step++, copies);
    OutgoingShare first = share("/first.pdf");
    keep(step++, copies);
    deliver();
    secret(first);
    keep(step++, copies);
    OutgoingShare second = share("/second.pdf");
    deliver();
    secret(second);
    a.in(
        tx -> {
          OutgoingShare open = tx.outgoing().find(first.id()).orElseThrow();
          a.role
              .shareSteps()
              .end(tx, open, OutgoingState.REVOKED, "Unshared", Cause.USER, Telling.PEER);
          return null;
        });
    deliver();
    keep(step++, copies);
    b.in(tx -> b.role.removeConnection().remove(tx, a.domain, "bob", "alice", Cause.USER));
    keep(step++, copies);
    deliver();
    keep(step++, copies);
    accept(invite);
    deliver();
    OutgoingShare third = share("/third.pdf");
    deliver();
    secret(third);
    keep(step++, copies);
    return step;
  }

  private static void keep(int step, StoreCopies... copies) throws SQLException {
    for (StoreCopies each : copies) {
      each.take("step" + step);
    }
  }

  /**
   * Ids of acceptances and shares that the side which is not set back knows to have ended. What
   * only the other ever knew, is forgotten with its store (lifecycle.md).
   */
  private Set<String> ended(TestNode keeper) {
    Set<String> ended = new TreeSet<>();
    keeper.acceptances().stream().filter(Acceptance::ended).map(Acceptance::id).forEach(ended::add);
    for (String share : secrets.keySet()) {
      boolean gone =
          keeper == a
              ? a.in(tx -> tx.outgoing().find(share)).filter(one -> !one.state().open()).isPresent()
              : b.in(tx -> tx.incoming().byProviderId(a.domain, share))
                  .filter(one -> !one.state().open())
                  .isPresent();
      if (gone) {
        ended.add(share);
      }
    }
    return ended;
  }

  private void converge(String what) {
    for (int round = 0; round < 4; round++) {
      deliver();
      a.role.comparison().with(b.domain);
      b.role.comparison().with(a.domain);
    }
    assertThat(owed(a)).as(what).isEmpty();
    assertThat(owed(b)).as(what).isEmpty();
  }

  private void agree(String what, Set<String> over) {
    assertThat(connecting(a)).as(what).isEqualTo(connecting(b));
    assertThat(connecting(a)).as(what).noneMatch(over::contains);
    Set<String> atA = new TreeSet<>();
    for (String user : List.of("alice", "bob")) {
      for (OutgoingShare share : a.<List<OutgoingShare>>in(tx -> tx.outgoing().openOf(user))) {
        if (connecting(a).contains(share.acceptanceId())) {
          atA.add(share.id());
        }
      }
    }
    Set<String> atB = new TreeSet<>();
    for (IncomingShare share : b.<List<IncomingShare>>in(tx -> tx.incoming().openOf("bob"))) {
      if (connecting(b).contains(share.acceptanceId())) {
        atB.add(share.providerId());
      }
    }
    assertThat(atA).as(what).isEqualTo(atB).noneMatch(over::contains);
    secrets.forEach(
        (share, secret) -> {
          if (!atA.contains(share)) {
            assertThatThrownBy(() -> a.access.bySecret(share, secret))
                .as(what)
                .hasMessageMatching("(?s).*(SHARE_ENDED|UNAUTHENTICATED).*");
          }
        });
  }

  private static Set<String> connecting(TestNode node) {
    Set<String> ids = new TreeSet<>();
    node.acceptances().stream().filter(Acceptance::connects).map(Acceptance::id).forEach(ids::add);
    return ids;
  }

  /**
   * Either user settles what is disputed.
   *
   * @param bySide whether the one who sees it ends it; else both connect anew
   */
  private int settle(String what, boolean bySide) {
    int disputes = 0;
    for (TestNode node : List.of(a, b)) {
      for (Acceptance one : node.acceptances()) {
        if (one.state() == AcceptanceState.STANDING && one.disputedAt() != null) {
          disputes++;
          if (bySide) {
            boolean parted = node.in(tx -> node.role.part(tx, one, Cause.USER));
            assertThat(parted).as(what).isTrue();
          } else {
            accept(a.role.issueInvite().issue("alice", Duration.ZERO, "").invite());
          }
        }
      }
    }
    if (disputes > 0) {
      converge(what);
      agree(what, Set.of());
      assertThat(disputed(a)).as(what).isEmpty();
      assertThat(disputed(b)).as(what).isEmpty();
      assertThat(a.connected("alice", "bob")).as(what).isEqualTo(b.connected("bob", "alice"));
    }
    return disputes;
  }

  private static List<Owed> owed(TestNode node) {
    return node.in(tx -> tx.outbox().owed());
  }

  private static Map<String, Integer> disputed(TestNode node) {
    return node.in(tx -> tx.acceptances().disputed());
  }

  private void deliver() {
    b.deliver();
    a.deliver();
  }

  private void accept(String invite) {
    String token = InviteString.parse(invite).orElseThrow().token();
    User bob = new User("bob", "bob", "Bob", "");
    b.in(tx -> b.role.accept().begin(tx, bob, a.domain, token, null));
  }

  private OutgoingShare share(String path) {
    return a.role.sendShare().send("alice", path, "bob@b.example.org", Set.of("read"), null);
  }

  private void secret(OutgoingShare share) {
    IncomingShare received =
        b.in(tx -> tx.incoming().byProviderId("a.example.org", share.id())).orElseThrow();
    secrets.put(share.id(), b.access.received("bob", received.id()).sharedSecret());
  }
}
