package io.ocmfed.runtime.simulation;

import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.AcceptanceState;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.IncomingShare;
import io.ocmfed.runtime.store.Invitation;
import io.ocmfed.runtime.store.OutgoingShare;
import io.ocmfed.runtime.store.Party;
import io.ocmfed.runtime.store.Removal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Remembers what has ended, where, and who meant it; looks after every step that nothing of it
 * comes back.
 */
final class Ledger {

  private static final class Ended {
    private final Set<String> acceptances = new HashSet<>();
    private final Set<String> shares = new HashSet<>();
    private final Set<String> disputed = new HashSet<>();
  }

  private final Map<Node, Ended> ended = new HashMap<>();
  private final Set<String> stood = new HashSet<>();
  private final Set<String> meant = new HashSet<>();
  private final World world;
  private final Coverage coverage;

  Ledger(World world, Coverage coverage) {
    this.world = world;
    this.coverage = coverage;
    world.whenForgetting(ended::remove);
  }

  /** Looks at what is committed at a runtime now. */
  void look(Node node) {
    Ended here = ended.computeIfAbsent(node, key -> new Ended());
    node.records().acceptances.all().forEach(one -> acceptance(node, here, one));
    node.records().outgoing.all().forEach(share -> outgoing(node, here, share));
    node.records().incoming.all().forEach(share -> incoming(node, here, share));
    node.records().removals.all().forEach(removal -> voided(node, removal));
    node.records().removals.all().forEach(removal -> outlived(node, removal));
  }

  private void acceptance(Node node, Ended here, Acceptance one) {
    dispute(node, here, one);
    if (one.ended()) {
      if (here.acceptances.add(one.id())) {
        coverage.count("states", "acceptance ENDED, by " + one.endedBy() + " " + one.cause());
      }
      if (one.endedBy() == Party.LOCAL
          && (one.cause() == Cause.USER || one.cause() == Cause.OPERATOR)) {
        meant.add(one.id());
      }
      return;
    }
    coverage.count("states", "acceptance " + one.state() + ", accepted by " + one.acceptedBy());
    if (here.acceptances.contains(one.id())) {
      throw new Violation("acceptance %s came back at %s".formatted(one.id(), node));
    }
    if (one.state() == AcceptanceState.STANDING && one.acceptedBy() == Party.LOCAL) {
      stood.add(one.id());
    }
  }

  /** Nothing is disputed only because a message has not arrived. */
  private void dispute(Node node, Ended here, Acceptance one) {
    if (!one.ended() && one.disputedAt() != null) {
      if (!world.lost()) {
        throw new Violation(
            "acceptance %s is disputed at %s, though nothing was lost".formatted(one.id(), node));
      }
      if (here.disputed.add(one.id())) {
        coverage.count("disputes", "begun");
      }
    } else if (here.disputed.remove(one.id())) {
      coverage.count(
          "disputes", one.ended() ? "ended by " + one.endedBy() + " " + one.cause() : "settled");
    }
  }

  private void outgoing(Node node, Ended here, OutgoingShare share) {
    coverage.count("states", "outgoing share " + share.state());
    if (!share.state().open()) {
      here.shares.add(share.id());
    } else if (here.shares.contains(share.id())) {
      throw new Violation("share %s came back at %s".formatted(share.id(), node));
    }
  }

  private void incoming(Node node, Ended here, IncomingShare share) {
    coverage.count("states", "incoming share " + share.state());
    String id = share.providerId();
    if (!share.state().open()) {
      here.shares.add(id);
    } else if (here.shares.contains(id)) {
      throw new Violation("share %s came back at %s".formatted(id, node));
    }
  }

  /** Whom a user has removed cannot come back by what that user issued before. */
  private static void voided(Node node, Removal removal) {
    if (removal.removedBy() != Party.LOCAL) {
      return;
    }
    node.records().acceptances.stream()
        .filter(one -> one.state() == AcceptanceState.STANDING && one.acceptedBy() == Party.PEER)
        .filter(one -> one.domain().equals(removal.domain()))
        .filter(one -> one.localUser().equals(removal.localUser()))
        .filter(one -> one.remoteUser().equals(removal.remoteUser()))
        .filter(one -> one.beganTick() > removal.tick())
        .filter(one -> issued(node, one, removal).filter(at -> at < removal.tick()).isPresent())
        .findFirst()
        .ifPresent(
            one -> {
              throw new Violation(
                  "%s was removed at %s, and came back by an invitation from before: %s"
                      .formatted(one.remoteUser(), node, one.id()));
            });
  }

  /** What was pending when a user removed the other ends when it completes. */
  private static void outlived(Node node, Removal removal) {
    if (removal.removedBy() != Party.LOCAL) {
      return;
    }
    node.records().acceptances.stream()
        .filter(one -> one.state() == AcceptanceState.STANDING && one.acceptedBy() == Party.LOCAL)
        .filter(one -> one.domain().equals(removal.domain()))
        .filter(one -> one.localUser().equals(removal.localUser()))
        .filter(one -> one.remoteUser().equals(removal.remoteUser()))
        .filter(one -> one.beganTick() < removal.tick())
        .findFirst()
        .ifPresent(
            one -> {
              throw new Violation(
                  "acceptance %s began at %s before a removal, and stands after it"
                      .formatted(one.id(), node));
            });
  }

  private static Optional<Long> issued(Node node, Acceptance one, Removal removal) {
    Optional<Invitation> token = node.records().invitations.find(one.tokenHash());
    return removal.cause() == Cause.USER
        ? token.map(Invitation::firstTick)
        : token.map(Invitation::offeredTick);
  }

  /** Whether either side has ended the share, or what it rests on. */
  boolean isOver(OutgoingShare share) {
    return ended.values().stream()
        .anyMatch(
            one ->
                one.shares.contains(share.id()) || one.acceptances.contains(share.acceptanceId()));
  }

  /** Whether it stood, and has ended though nobody meant it and nothing was lost. */
  boolean isLost(Acceptance one) {
    return !world.lost() && one.ended() && stood.contains(one.id()) && !meant.contains(one.id());
  }
}
