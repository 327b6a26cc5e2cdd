package io.ocmfed.runtime.simulation;

import com.google.protobuf.Timestamp;
import io.grpc.stub.StreamObserver;
import io.ocmfed.runtime.comparison.Outcome;
import io.ocmfed.runtime.invite.InviteString;
import io.ocmfed.runtime.share.v1.AcceptInvitationRequest;
import io.ocmfed.runtime.share.v1.ConnectionRequest;
import io.ocmfed.runtime.share.v1.CreateInvitationRequest;
import io.ocmfed.runtime.share.v1.CreateShareRequest;
import io.ocmfed.runtime.share.v1.Invitation;
import io.ocmfed.runtime.share.v1.ShareRequest;
import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.AcceptanceState;
import io.ocmfed.runtime.store.IncomingShare;
import io.ocmfed.runtime.store.OutboxEntry;
import io.ocmfed.runtime.store.OutgoingShare;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Carries steps out: what users do, what the operator declares, and what processes do by
 * themselves.
 */
final class Acts {

  private static final List<String> USERS = List.of("ann", "bob");
  private static final List<Duration> LIVES =
      List.of(Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofDays(3), Duration.ofDays(20));
  private static final List<Duration> TIMES =
      List.of(
          Duration.ofSeconds(2),
          Duration.ofSeconds(20),
          Duration.ofSeconds(100),
          Duration.ofMinutes(4),
          Duration.ofMinutes(30),
          Duration.ofHours(5));

  private static final Duration LONG_TIME = Duration.ofDays(31);

  private final World world;
  private final List<String> users;
  private final Declared declared;
  private final List<Offer> offers = new ArrayList<>();
  private long owners;

  /**
   * @param users how many there are at each runtime; with fewer, more happens between two
   */
  Acts(World world, int users) {
    this.world = world;
    this.users = USERS.subList(0, users);
    this.declared = new Declared(world, offers, this.users);
  }

  void take(Step step, Node node) {
    switch (step.act()) {
      case ISSUE -> issue(node, pick(users, step.a()), pick(LIVES, step.b()));
      case ACCEPT -> accept(node, pick(users, step.a()), step.b());
      case REMOVE -> remove(node, step);
      case SHARE -> share(node, step);
      case UNSHARE -> unshare(node, step.a());
      case ACCEPT_SHARE -> acceptShare(node, step.a());
      case DECLINE_SHARE -> declineShare(node, step.a());
      case DECLARE_ISSUE -> declared.issue(node, step);
      case DECLARE_ACCEPT -> declared.accept(node, step);
      case UNDECLARE_INVITE -> declared.withdrawInvite(node, step);
      case DECLARE_SHARE -> declared.share(node, step);
      case DECLARE_TAKING -> declared.taking(node, step);
      case UNDECLARE_SHARE -> declared.withdrawShare(node, step);
      case SEND -> work(node, step.a());
      case SWEEP -> sweep(node);
      case DISCOVER -> discover(node);
      case PASS_TIME -> {
        Duration time = pick(TIMES, step.a());
        world.tell("time passes: " + time);
        world.pass(time);
      }
      case DRIFT -> {
        Duration off = Duration.ofSeconds(step.a() % 200 - 100);
        world.tell("%s: the clock is off by %s".formatted(node, off));
        node.drift(off);
      }
      case ARRIVE -> world.arrive(step.a());
      case DIE -> {
        world.tell("%s: dies".formatted(node));
        node.die(step.a() % 5);
      }
      case LOSE -> lose(node, step.a());
      case BACK_UP -> {
        world.tell("%s: is backed up".formatted(node));
        node.backUp();
      }
      case RESTORE -> restore(node, step);
      case COMPARE -> compare(node, step);
      case LONG_TIME -> {
        world.tell("time passes: " + LONG_TIME);
        longTime();
      }
    }
  }

  private void issue(Node node, String user, Duration life) {
    world.tell("%s: %s invites, for %s".formatted(node, user, life));
    world.doing(
        node,
        "issuing",
        () ->
            node.users()
                .createInvitation(
                    CreateInvitationRequest.newBuilder()
                        .setUserId(user)
                        .setValidSeconds(life.toSeconds())
                        .build(),
                    then(
                        (Invitation issued) ->
                            offers.add(new Offer(node, issued.getToken(), issued.getInvite())))));
  }

  private void accept(Node node, String user, int which) {
    List<Offer> others = offers.stream().filter(one -> one.issuer() != node).toList();
    if (others.isEmpty()) {
      return;
    }
    Offer offer = pick(others, which);
    world.tell("%s: %s accepts %s of %s".formatted(node, user, offer.token(), offer.issuer()));
    world.doing(
        node,
        "accepting",
        () ->
            node.users()
                .acceptInvitation(
                    AcceptInvitationRequest.newBuilder()
                        .setUserId(user)
                        .setInvitation(offer.text())
                        .build(),
                    then(accepted -> {})));
  }

  private void remove(Node node, Step step) {
    List<Acceptance> live =
        node.records().acceptances.stream().filter(one -> !one.ended()).toList();
    if (live.isEmpty()) {
      return;
    }
    List<Acceptance> pending =
        live.stream().filter(one -> one.state() == AcceptanceState.PENDING).toList();
    List<Acceptance> disputed = live.stream().filter(one -> one.disputedAt() != null).toList();
    List<Acceptance> half = step.b() % 3 == 0 && !disputed.isEmpty() ? disputed : pending;
    Acceptance one = pick(half.isEmpty() || step.b() % 2 == 0 ? live : half, step.a());
    world.tell("%s: %s removes %s".formatted(node, one.localUser(), one.id()));
    world.doing(
        node,
        "removing",
        () ->
            node.users()
                .deleteConnection(
                    ConnectionRequest.newBuilder()
                        .setUserId(one.localUser())
                        .setConnectionId(one.id())
                        .build(),
                    then(removed -> {})));
  }

  private void share(Node node, Step step) {
    List<Acceptance> connections =
        node.records().acceptances.stream().filter(Acceptance::connects).toList();
    if (connections.isEmpty()) {
      return;
    }
    Acceptance with = pick(connections, step.a());
    Optional<Instant> end =
        switch (step.c() % 4) {
          case 0 -> Optional.of(node.clock().instant().plusSeconds(150));
          case 1 -> Optional.of(node.clock().instant().plus(Duration.ofHours(3)));
          default -> Optional.empty();
        };
    String file = "/file-" + step.b() % 3;
    world.tell(
        "%s: %s shares %s with %s until %s"
            .formatted(node, with.localUser(), file, with.remoteUser(), end));
    CreateShareRequest.Builder request =
        CreateShareRequest.newBuilder()
            .setUserId(with.localUser())
            .setResource(file)
            .setRemoteUser(with.remoteUser() + "@" + with.domain())
            .addPermissions("read");
    end.map(at -> Timestamp.newBuilder().setSeconds(at.getEpochSecond()))
        .ifPresent(request::setExpiresAt);
    world.doing(
        node, "sharing", () -> node.users().createShare(request.build(), then(shared -> {})));
  }

  private void unshare(Node node, int which) {
    List<OutgoingShare> open =
        node.records().outgoing.stream().filter(one -> one.state().open()).toList();
    if (!open.isEmpty()) {
      OutgoingShare share = pick(open, which);
      world.tell("%s: %s unshares %s".formatted(node, share.localUser(), share.id()));
      delete(node, "unsharing", share.localUser(), share.id());
    }
  }

  private void declineShare(Node node, int which) {
    List<IncomingShare> open = received(node);
    if (!open.isEmpty()) {
      IncomingShare share = pick(open, which);
      world.tell("%s: %s declines %s".formatted(node, share.localUser(), share.providerId()));
      delete(node, "declining", share.localUser(), share.id());
    }
  }

  private void delete(Node node, String what, String user, String share) {
    ShareRequest request = ShareRequest.newBuilder().setUserId(user).setShareId(share).build();
    world.doing(node, what, () -> node.users().deleteShare(request, then(deleted -> {})));
  }

  private void acceptShare(Node node, int which) {
    List<IncomingShare> open = received(node);
    if (open.isEmpty()) {
      return;
    }
    IncomingShare share = pick(open, which);
    world.tell("%s: %s takes %s".formatted(node, share.localUser(), share.providerId()));
    world.doing(
        node,
        "taking a share",
        () ->
            node.users()
                .acceptShare(
                    ShareRequest.newBuilder()
                        .setUserId(share.localUser())
                        .setShareId(share.id())
                        .build(),
                    then(accepted -> {})));
  }

  private static List<IncomingShare> received(Node node) {
    return node.records().incoming.stream().filter(one -> one.state().open()).toList();
  }

  /** A turn of a worker that has something to do, if there is one; time may have to pass for it. */
  private void work(Node node, int which) {
    List<Node> order = new ArrayList<>(world.nodes());
    Collections.rotate(order, -order.indexOf(node));
    Optional<Node> busy = order.stream().filter(Acts::due).findFirst();
    if (busy.isEmpty() && which % 3 > 0) {
      order.stream()
          .filter(Node::alive)
          .map(one -> one.unnoticed().outbox().nextDue(one.clock().instant()))
          .flatMap(Optional::stream)
          .min(Comparator.naturalOrder())
          .ifPresent(at -> world.pass(Duration.between(world.now(), at).plusSeconds(200)));
      busy = order.stream().filter(Acts::due).findFirst();
    }
    busy.ifPresent(this::send);
  }

  private static boolean due(Node node) {
    Instant now = node.clock().instant();
    return node.alive()
        && node.unnoticed().outbox().nextDue(now).filter(at -> !at.isAfter(now)).isPresent();
  }

  /**
   * One turn of the outbox worker.
   *
   * @return whether there was something to send
   */
  boolean send(Node node) {
    String owner = "owner-" + ++owners;
    List<OutboxEntry> claimed = new ArrayList<>();
    world.doing(
        node, "claiming", () -> node.role().delivery().claim(owner).ifPresent(claimed::add));
    if (claimed.isEmpty()) {
      return false;
    }
    OutboxEntry entry = claimed.getFirst();
    world.tell("%s: sends %s of %s".formatted(node, entry.kind(), entry.subject()));
    world.doing(node, "sending " + entry.kind(), () -> node.role().delivery().send(entry, owner));
    return true;
  }

  void sweep(Node node) {
    world.doing(node, "sweeping", () -> node.role().shareExpiry().sweep());
  }

  private void lose(Node node, int which) {
    List<OutboxEntry> owed = List.copyOf(node.records().outbox.all());
    if (owed.isEmpty() || !node.alive()) {
      return;
    }
    OutboxEntry entry = pick(owed, which);
    world.tell("%s: gives up %s of %s".formatted(node, entry.kind(), entry.subject()));
    world.losing();
    node.age(entry, LONG_TIME);
    world.doing(node, "giving up", () -> node.role().delivery().giveUpOld());
  }

  /** Half of the time the others notice at once. */
  private void restore(Node node, Step step) {
    if (!node.restore(step.a())) {
      return;
    }
    world.tell("%s: is restored".formatted(node));
    world.losing();
    world.forgets(node);
    if (step.b() % 2 == 0) {
      node.revive();
      world.nodes().stream().filter(other -> other != node).forEach(other -> compare(other, node));
    }
  }

  /** What the background does while the days pass; what was owed all the time is given up. */
  void longTime() {
    world.losing();
    world.pass(LONG_TIME);
    for (Node node : world.nodes()) {
      sweep(node);
      world.doing(node, "giving up", () -> node.role().delivery().giveUpOld());
      world.doing(node, "ending disputes", () -> node.role().disputes().sweep());
      world.doing(node, "housekeeping", () -> node.role().housekeeping().sweep());
      world.doing(node, "looking at delays", () -> node.role().deliveryDelays().look());
    }
  }

  private void compare(Node node, Step step) {
    if (step.a() % 2 == 0) {
      List<Node> others = world.nodes().stream().filter(one -> one != node).toList();
      compare(node, pick(others, step.b()));
      return;
    }
    world.doing(
        node,
        "comparing",
        () -> node.role().comparison().once().ifPresent(outcome -> compared(node, outcome)));
  }

  /** Compares now; empty when the process did not come to the end of it. */
  Optional<Outcome> compare(Node node, Node with) {
    List<Outcome> outcomes = new ArrayList<>();
    world.doing(
        node, "comparing", () -> outcomes.add(node.role().comparison().with(with.domain())));
    outcomes.forEach(outcome -> compared(node, outcome));
    return outcomes.stream().findFirst();
  }

  private void compared(Node node, Outcome outcome) {
    String what = outcome.kind() + (outcome.changed() > 0 ? ", changed" : "");
    world.coverage().count("comparisons", what);
    world.tell("%s: compares: %s %d".formatted(node, outcome.kind(), outcome.changed()));
  }

  void discover(Node node) {
    world.doing(node, "discovering", () -> node.role().trustDiscovery().once());
  }

  static <T> T pick(List<T> from, int which) {
    return from.get(which % from.size());
  }

  /** What is done with an answer; failures are thrown by the face itself. */
  private static <T> StreamObserver<T> then(Consumer<T> with) {
    return new StreamObserver<>() {
      @Override
      public void onNext(T answer) {
        with.accept(answer);
      }

      @Override
      public void onError(Throwable failed) {
        throw new IllegalStateException(failed);
      }

      @Override
      public void onCompleted() {}
    };
  }

  /** The invitation of a declared token, as people pass it on. */
  static Offer offer(Node issuer, String token) {
    return new Offer(issuer, token, InviteString.of(token, issuer.domain()));
  }
}
