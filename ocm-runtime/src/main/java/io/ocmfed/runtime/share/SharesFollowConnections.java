package io.ocmfed.runtime.share;

import io.ocmfed.runtime.connection.ConnectionListener;
import io.ocmfed.runtime.share.ShareSteps.Telling;
import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.IncomingShare;
import io.ocmfed.runtime.store.IncomingState;
import io.ocmfed.runtime.store.OutgoingShare;
import io.ocmfed.runtime.store.OutgoingState;
import io.ocmfed.runtime.store.Party;
import io.ocmfed.runtime.store.Tx;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An acceptance that ends takes its shares with it; one that begins brings the declared ones. */
public final class SharesFollowConnections implements ConnectionListener {

  private final ShareSteps steps;
  private final DeclaredShares declared;

  public SharesFollowConnections(ShareSteps steps, DeclaredShares declared) {
    this.steps = steps;
    this.declared = declared;
  }

  @Override
  public void began(Tx tx, Acceptance acceptance) {
    declared.settle(tx, acceptance.domain(), acceptance.localUser(), acceptance.remoteUser());
  }

  @Override
  public void resumed(Tx tx, Acceptance acceptance, Cause cause) {
    tx.outgoing().openUnder(acceptance.id()).stream()
        .filter(share -> share.state() == OutgoingState.PENDING)
        .forEach(share -> steps.oweAgain(tx, share));
    declared.settle(tx, acceptance.domain(), acceptance.localUser(), acceptance.remoteUser());
  }

  @Override
  public void ended(Tx tx, Acceptance acceptance, Party by, Cause cause) {
    // A runtime of our kind ends the shares by itself; who ended it knows already.
    Telling telling = by == Party.LOCAL ? Telling.OTHERS : Telling.NOBODY;
    List<OutgoingShare> sent = tx.outgoing().openUnder(acceptance.id());
    List<IncomingShare> received = tx.incoming().openUnder(acceptance.id());
    steps.endSent(tx, sent, OutgoingState.REVOKED, DeclaredShares.NOT_CONNECTED, cause, telling);
    steps.endReceived(
        tx, received, IncomingState.UNSHARED, DeclaredShares.NOT_CONNECTED, cause, telling);
    Set<String> told =
        Stream.concat(
                sent.stream().map(OutgoingShare::declared),
                received.stream().map(IncomingShare::declared))
            .collect(Collectors.toSet());
    steps.ended(tx, acceptance, told, cause);
    declared.settle(tx, acceptance.domain(), acceptance.localUser(), acceptance.remoteUser());
  }
}
