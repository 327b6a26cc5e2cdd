package io.ocmfed.runtime.simulation;

import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.IncomingShare;
import io.ocmfed.runtime.store.OutboxEntry;
import io.ocmfed.runtime.store.OutgoingShare;
import io.ocmfed.runtime.store.OutgoingState;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.FailureException;
import java.util.List;
import java.util.Optional;

/** What must hold once the network has healed: both sides are equal, and what is over is over. */
final class Agreement {

  private final World world;
  private final Ledger ledger;

  Agreement(World world, Ledger ledger) {
    this.world = world;
    this.ledger = ledger;
  }

  /** What is not settled yet at a runtime. */
  List<OutboxEntry> owed(Node node) {
    return node.records().outbox.stream()
        .filter(
            entry ->
                node.records().acceptances.find(entry.subject()).filter(Agreement::waits).isEmpty())
        .toList();
  }

  /** A declared acceptance waits for the other side to be declared as well. */
  private static boolean waits(Acceptance one) {
    return one.declared() != null
        && one.state() == io.ocmfed.runtime.store.AcceptanceState.PENDING
        && one.failure() != null
        && one.failure().code() == Code.INVITE_UNKNOWN;
  }

  /**
   * @throws Violation when it does not
   */
  void require() {
    for (Node node : world.nodes()) {
      List<OutboxEntry> owed = owed(node);
      if (!owed.isEmpty()) {
        throw new Violation("%s still owes %s".formatted(node, owed.getFirst()));
      }
      node.records().acceptances.all().forEach(one -> acceptance(node, one));
      node.records().outgoing.all().forEach(one -> outgoing(node, one));
      node.records().incoming.all().forEach(one -> incoming(node, one));
    }
  }

  private void acceptance(Node node, Acceptance one) {
    Node peer = world.node(one.domain());
    Optional<Acceptance> other =
        peer.records()
            .acceptances
            .find(one.id())
            .filter(there -> there.domain().equals(node.domain()));
    boolean same =
        switch (one.state()) {
          case PENDING -> waits(one) && other.isEmpty();
          case STANDING ->
              one.disputedAt() == null
                  ? other.filter(there -> mirrors(one, there)).isPresent()
                  : world.lost() && other.isEmpty();
          case ENDED -> other.filter(there -> !there.ended()).isEmpty();
        };
    if (!same) {
      throw new Violation(
          "acceptance %s is %s at %s, but %s at %s"
              .formatted(
                  one.id(),
                  one.state(),
                  node,
                  other.map(there -> there.state().name()).orElse("unknown"),
                  peer));
    }
    if (ledger.isLost(one)) {
      throw new Violation("acceptance %s has ended, though nobody meant it".formatted(one.id()));
    }
  }

  private static boolean disputed(Node node, String acceptance) {
    return node.records()
        .acceptances
        .find(acceptance)
        .filter(one -> !one.ended() && one.disputedAt() != null)
        .isPresent();
  }

  private static boolean mirrors(Acceptance one, Acceptance there) {
    return there.connects()
        && one.connects()
        && one.localUser().equals(there.remoteUser())
        && one.remoteUser().equals(there.localUser());
  }

  private void outgoing(Node node, OutgoingShare share) {
    Node peer = world.node(share.domain());
    Optional<IncomingShare> other = there(node, peer, share.id());
    boolean waits = share.state().open() && disputed(node, share.acceptanceId());
    boolean same =
        share.state().open() && !waits
            ? other.filter(there -> mirrors(share, there)).isPresent()
            : other.filter(there -> there.state().open()).isEmpty();
    if (!same) {
      throw new Violation(
          "share %s is %s at %s, but %s at %s"
              .formatted(
                  share.id(),
                  share.state(),
                  node,
                  other.map(there -> there.state().name()).orElse("unknown"),
                  peer));
    }
    boolean opens =
        opens(() -> node.access().bySecret(share.id(), world.secretOf(share.secretHash())));
    if (opens && waits) {
      throw new Violation("the secret of share %s works in a dispute".formatted(share.id()));
    }
    if (opens && ledger.isOver(share)) {
      throw new Violation("the secret of share %s, which is over, works".formatted(share.id()));
    }
    if (!opens && share.state().open() && !waits) {
      throw new Violation("the secret of share %s does not work".formatted(share.id()));
    }
  }

  /** That a share was accepted is news which a comparison only brings along. */
  private boolean mirrors(OutgoingShare share, IncomingShare there) {
    return there.state().open()
        && share.state() != OutgoingState.PENDING
        && (world.lost()
            || (share.state() == OutgoingState.ACCEPTED)
                == (there.state() == io.ocmfed.runtime.store.IncomingState.ACCEPTED))
        && share.acceptanceId().equals(there.acceptanceId());
  }

  private void incoming(Node node, IncomingShare share) {
    Node peer = world.node(share.domain());
    Optional<OutgoingShare> owner = peer.records().outgoing.find(share.providerId());
    boolean opens = opens(() -> node.access().received(share.localUser(), share.id()));
    boolean open =
        !(share.state().open() && disputed(node, share.acceptanceId()))
            && owner.filter(there -> there.state().open()).isPresent();
    if (opens != open) {
      throw new Violation(
          "share %s is %s at %s, but %s at its owner %s"
              .formatted(
                  share.providerId(),
                  share.state(),
                  node,
                  owner.map(there -> there.state().name()).orElse("unknown"),
                  peer));
    }
  }

  private static Optional<IncomingShare> there(Node node, Node peer, String providerId) {
    return peer.records().incoming.stream()
        .filter(one -> one.domain().equals(node.domain()) && one.providerId().equals(providerId))
        .findFirst();
  }

  private static boolean opens(Runnable access) {
    try {
      access.run();
      return true;
    } catch (FailureException refused) {
      return false;
    }
  }
}
