package io.ocmfed.runtime.share;

import io.ocmfed.runtime.connection.ConnectionListener;
import io.ocmfed.runtime.share.ShareSteps.Telling;
import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.IncomingState;
import io.ocmfed.runtime.store.OutgoingState;
import io.ocmfed.runtime.store.Party;
import io.ocmfed.runtime.store.Tx;

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
    steps.endSent(
        tx,
        tx.outgoing().openUnder(acceptance.id()),
        OutgoingState.REVOKED,
        DeclaredShares.NOT_CONNECTED,
        cause,
        telling);
    steps.endReceived(
        tx,
        tx.incoming().openUnder(acceptance.id()),
        IncomingState.UNSHARED,
        DeclaredShares.NOT_CONNECTED,
        cause,
        telling);
    declared.settle(tx, acceptance.domain(), acceptance.localUser(), acceptance.remoteUser());
  }
}
