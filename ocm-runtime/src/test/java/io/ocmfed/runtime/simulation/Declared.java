package io.ocmfed.runtime.simulation;

import io.ocmfed.runtime.gateway.GatewayClient.User;
import io.ocmfed.runtime.store.DeclaredInvite;
import io.ocmfed.runtime.store.DeclaredShare;
import io.ocmfed.runtime.store.Direction;
import io.ocmfed.runtime.store.InviteType;
import io.ocmfed.runtime.store.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What the operator declares at a runtime, and takes back. */
final class Declared {

  private static final int SLOTS = 2;

  private final World world;
  private final List<Offer> offers;
  private final List<String> users;
  private long uids;
  private long generations;

  /**
   * @param offers takes the tokens of declared invitations, which both sides know from their files
   */
  Declared(World world, List<Offer> offers, List<String> users) {
    this.world = world;
    this.users = users;
    this.offers = offers;
  }

  void issue(Node node, Step step) {
    int slot = step.a() % SLOTS;
    String name = "issue-" + slot;
    String token = "declared-token-%s-%d".formatted(node, slot);
    Offer offer = Acts.offer(node, token);
    if (!offers.contains(offer)) {
      offers.add(offer);
    }
    Node peer = other(node, slot);
    String user = Acts.pick(users, slot);
    world.tell("%s: declares the invitation %s for %s".formatted(node, name, peer));
    declare(
        node,
        new DeclaredInvite(
            name,
            uid(node, name),
            ++generations,
            peer.domain(),
            InviteType.ISSUE,
            user,
            Sha256.hex(token),
            node.clock().instant().plus(Duration.ofHours(4)),
            slot,
            null,
            null,
            false,
            null,
            null),
        token);
  }

  void accept(Node node, Step step) {
    List<Offer> others = offers.stream().filter(one -> one.issuer() != node).toList();
    if (others.isEmpty()) {
      return;
    }
    Offer offer = Acts.pick(others, step.b());
    String name = "accept-" + step.a() % SLOTS;
    world.tell("%s: declares to accept %s as %s".formatted(node, offer.token(), name));
    declare(
        node,
        new DeclaredInvite(
            name,
            uid(node, name),
            ++generations,
            offer.issuer().domain(),
            InviteType.ACCEPT,
            Acts.pick(users, step.c()),
            Sha256.hex(offer.token()),
            null,
            0,
            step.c() % 5 == 0 ? "again-" + generations : null,
            null,
            false,
            null,
            null),
        offer.token());
  }

  private void declare(Node node, DeclaredInvite wanted, String token) {
    User user = new User(wanted.userId(), wanted.userId(), "The " + wanted.userId(), "");
    world.doing(
        node,
        "declaring " + wanted.type(),
        () ->
            node.store()
                .inTransaction(
                    tx -> node.role().declaredInvites().declare(tx, wanted, user, token)));
  }

  /** As long as the object exists, it keeps its uid. */
  private String uid(Node node, String name) {
    return node.records()
        .declaredInvites
        .find(name)
        .filter(one -> one.deletedAt() == null)
        .map(DeclaredInvite::uid)
        .orElseGet(() -> "uid-" + ++uids);
  }

  void withdrawInvite(Node node, Step step) {
    List<DeclaredInvite> live =
        node.records().declaredInvites.stream().filter(one -> one.deletedAt() == null).toList();
    if (live.isEmpty()) {
      return;
    }
    String name = Acts.pick(live, step.a()).name();
    world.tell("%s: deletes the invitation %s".formatted(node, name));
    world.doing(
        node,
        "undeclaring an invitation",
        () ->
            node.store()
                .inTransaction(
                    tx -> {
                      tx.declarations()
                          .invite(name)
                          .filter(one -> one.deletedAt() == null)
                          .ifPresent(one -> node.role().declaredInvites().withdraw(tx, one));
                      return null;
                    }));
  }

  void share(Node node, Step step) {
    int slot = step.a() % SLOTS;
    boolean ends = step.c() % 3 == 0;
    declare(
        node,
        new DeclaredShare(
            "share-" + slot,
            shareUid(node, "share-" + slot),
            ++generations,
            other(node, step.b()).domain(),
            Direction.OUTGOING,
            Acts.pick(users, slot),
            Acts.pick(users, step.b() / 2),
            "/declared-" + slot,
            step.c() % 2 == 0 ? Set.of("read") : Set.of("read", "write"),
            ends ? later(node) : null,
            null,
            null,
            null,
            null,
            node.clock().instant(),
            null,
            false,
            0,
            null));
  }

  /** In whole hours, so that the same is declared more than once. */
  private static Instant later(Node node) {
    long hours = node.clock().instant().getEpochSecond() / 3600;
    return Instant.ofEpochSecond((hours + 3) * 3600);
  }

  void taking(Node node, Step step) {
    int slot = step.a() % SLOTS;
    declare(
        node,
        new DeclaredShare(
            "taking-" + slot,
            shareUid(node, "taking-" + slot),
            ++generations,
            other(node, step.b()).domain(),
            Direction.INCOMING,
            Acts.pick(users, step.b() / 2),
            Acts.pick(users, slot),
            null,
            Set.of("read"),
            null,
            step.c() % 2 == 0 ? "declared-" + slot : "file-" + slot,
            step.c() % 3 == 0 ? "Decline" : "Accept",
            null,
            null,
            node.clock().instant(),
            null,
            false,
            0,
            null));
  }

  private void declare(Node node, DeclaredShare wanted) {
    world.tell(
        "%s: declares %s, %s with %s of %s"
            .formatted(
                node, wanted.name(), wanted.localUser(), wanted.remoteUser(), wanted.domain()));
    world.doing(
        node,
        "declaring " + wanted.direction(),
        () -> node.role().declareShare().declare(wanted, before -> {}));
  }

  private String shareUid(Node node, String name) {
    return node.records()
        .declaredShares
        .find(name)
        .map(DeclaredShare::uid)
        .orElseGet(() -> "uid-" + ++uids);
  }

  void withdrawShare(Node node, Step step) {
    List<DeclaredShare> live = List.copyOf(node.records().declaredShares.all());
    if (live.isEmpty()) {
      return;
    }
    String name = Acts.pick(live, step.a()).name();
    world.tell("%s: deletes the share %s".formatted(node, name));
    world.doing(
        node,
        "undeclaring a share",
        () ->
            node.store()
                .inTransaction(
                    tx -> {
                      tx.declarations()
                          .share(name)
                          .ifPresent(one -> node.role().declaredShares().withdraw(tx, one));
                      return null;
                    }));
  }

  private Node other(Node node, int which) {
    return Acts.pick(world.nodes().stream().filter(one -> one != node).toList(), which);
  }
}
