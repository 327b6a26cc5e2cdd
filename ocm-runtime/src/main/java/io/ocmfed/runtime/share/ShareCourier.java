package io.ocmfed.runtime.share;

import io.ocmfed.runtime.connection.Connections;
import io.ocmfed.runtime.outbox.Classified;
import io.ocmfed.runtime.outbox.Courier;
import io.ocmfed.runtime.peer.Peer;
import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.MessageKind;
import io.ocmfed.runtime.store.OutboxEntry;
import io.ocmfed.runtime.store.OutgoingShare;
import io.ocmfed.runtime.store.OutgoingState;
import io.ocmfed.runtime.store.Party;
import io.ocmfed.runtime.store.SecretBox;
import io.ocmfed.runtime.store.Tx;
import io.ocmfed.runtime.web.Failure;
import java.net.URI;
import java.time.Clock;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** {@code /shares}: what we send, and what the answers lead to. */
public final class ShareCourier implements Courier {

  private final Connections connections;
  private final ShareSteps steps;
  private final DeclaredShares declared;
  private final SecretBox box;
  private final ShareMessage message;
  private final Clock clock;

  public ShareCourier(
      Connections connections,
      ShareSteps steps,
      DeclaredShares declared,
      SecretBox box,
      String ownDomain,
      URI publicBase,
      Clock clock) {
    this.connections = connections;
    this.steps = steps;
    this.declared = declared;
    this.box = box;
    this.message = new ShareMessage(ownDomain, publicBase);
    this.clock = clock;
  }

  @Override
  public Set<MessageKind> kinds() {
    return Set.of(MessageKind.SHARE);
  }

  @Override
  public void lock(Tx tx, OutboxEntry entry) {
    tx.outgoing()
        .find(entry.subject())
        .ifPresent(share -> tx.lockPair(share.domain(), share.localUser()));
  }

  @Override
  public Collection<String> connections(Tx tx, OutboxEntry entry) {
    return tx.outgoing().find(entry.subject()).map(OutgoingShare::acceptanceId).stream().toList();
  }

  @Override
  public Optional<byte[]> compose(Tx tx, OutboxEntry entry, Peer peer) {
    Optional<OutgoingShare> open = held(tx, entry);
    if (open.isEmpty()) {
      return Optional.empty();
    }
    OutgoingShare share = open.get();
    if (share.expired(clock.instant())) {
      steps.end(
          tx, share, OutgoingState.EXPIRED, "Expired", Cause.EXPIRY, ShareSteps.Telling.NOBODY);
      return Optional.empty();
    }
    tx.outgoing().save(share.leaving());
    return Optional.of(message.of(share, box.open(share.sealedSecret()), peer));
  }

  @Override
  public void postponed(Tx tx, OutboxEntry entry, Failure failure) {
    held(tx, entry)
        .ifPresent(
            share -> {
              OutgoingShare waiting = share.waiting(failure);
              tx.outgoing().save(waiting);
              if (share.failure() == null || share.failure().code() != failure.code()) {
                steps.announce(tx, waiting, "waiting", Cause.PEER);
              }
            });
  }

  @Override
  public void settled(Tx tx, OutboxEntry entry, Peer peer, Classified answer) {
    Optional<OutgoingShare> open = held(tx, entry);
    if (open.isEmpty()) {
      return;
    }
    OutgoingShare share = open.get();
    switch (answer) {
      case Classified.Delivered delivered -> {
        if (share.state() == OutgoingState.PENDING) {
          steps.move(tx, share, OutgoingState.DELIVERED, null, null, Cause.PEER);
        }
        declared.delivered(tx, share);
      }
      case Classified.Over over ->
          tx.acceptances()
              .find(share.acceptanceId())
              .ifPresentOrElse(
                  acceptance -> connections.end(tx, acceptance, Party.PEER, Cause.PEER, null),
                  () -> {
                    throw new IllegalStateException("a share without acceptance");
                  });
      case Classified.Refused refused ->
          steps.move(
              tx,
              share.withoutSecret(),
              OutgoingState.FAILED,
              "Refused",
              refused.failure(),
              Cause.PEER);
      case Classified.Again again ->
          throw new IllegalStateException("a message that goes again is not settled");
    }
  }

  @Override
  public void givenUp(Tx tx, OutboxEntry entry, Failure failure) {
    held(tx, entry)
        .ifPresent(
            share ->
                steps.move(
                    tx,
                    share.withoutSecret(),
                    OutgoingState.FAILED,
                    "Undelivered",
                    failure,
                    Cause.EXPIRY));
  }

  /** The share while it is open and connected, with its pair locked. */
  private static Optional<OutgoingShare> held(Tx tx, OutboxEntry entry) {
    Optional<OutgoingShare> seen = tx.outgoing().find(entry.subject());
    seen.ifPresent(share -> tx.lockPair(share.domain(), share.localUser()));
    return seen.flatMap(share -> tx.outgoing().find(share.id()))
        .filter(share -> share.state().open())
        .filter(
            share ->
                tx.acceptances()
                    .find(share.acceptanceId())
                    .filter(Acceptance::connects)
                    .isPresent());
  }
}
