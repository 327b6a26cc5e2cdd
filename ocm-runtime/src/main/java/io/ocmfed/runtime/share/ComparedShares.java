package io.ocmfed.runtime.share;

import io.ocmfed.runtime.share.ShareSteps.Telling;
import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.IncomingShare;
import io.ocmfed.runtime.store.IncomingState;
import io.ocmfed.runtime.store.OutgoingShare;
import io.ocmfed.runtime.store.OutgoingState;
import io.ocmfed.runtime.store.Tx;
import java.util.Optional;

/**
 * What the peer says in a comparison of shares that are live here. What rests on a disputed
 * acceptance waits for the end of the dispute. Callers hold the lock of the pair, and give what
 * they read under it.
 */
public final class ComparedShares {

  private final ShareSteps steps;
  private final DeclaredShares declared;

  public ComparedShares(ShareSteps steps, DeclaredShares declared) {
    this.steps = steps;
    this.declared = declared;
  }

  /**
   * A share of ours.
   *
   * @param theirs empty when the peer does not know it
   * @return whether anything changed
   */
  public boolean outgoing(Tx tx, OutgoingShare ours, Optional<IncomingState> theirs) {
    boolean delivered = ours.state().open() && ours.state() != OutgoingState.PENDING;
    if (!delivered || disputed(tx, ours.acceptanceId())) {
      return false;
    }
    if (theirs.isEmpty()) {
      end(tx, ours, OutgoingState.REVOKED, DeclaredShares.LOST);
      return true;
    }
    return switch (theirs.get()) {
      case RECEIVED -> false;
      case ACCEPTED -> accepted(tx, ours);
      case DECLINED -> end(tx, ours, OutgoingState.DECLINED, "Declined");
      case EXPIRED -> end(tx, ours, OutgoingState.EXPIRED, "Expired");
      // It was we who ended it, and have forgotten that.
      case UNSHARED -> end(tx, ours, OutgoingState.REVOKED, DeclaredShares.LOST);
    };
  }

  private boolean accepted(Tx tx, OutgoingShare ours) {
    if (ours.state() == OutgoingState.ACCEPTED) {
      return false;
    }
    steps.move(tx, ours, OutgoingState.ACCEPTED, null, null, Cause.COMPARISON);
    return true;
  }

  private boolean end(Tx tx, OutgoingShare ours, OutgoingState next, String reason) {
    steps.end(tx, ours, next, reason, Cause.COMPARISON, Telling.NOBODY);
    declared.settle(tx, ours.domain(), ours.localUser(), ours.remoteUser());
    return true;
  }

  /**
   * A share of the peer.
   *
   * @param theirs empty when the peer does not know it
   * @return whether anything changed
   */
  public boolean incoming(Tx tx, IncomingShare ours, Optional<OutgoingState> theirs) {
    boolean keep = theirs.filter(OutgoingState::open).isPresent();
    if (!ours.state().open() || keep || disputed(tx, ours.acceptanceId())) {
      return false;
    }
    switch (theirs.orElse(OutgoingState.REVOKED)) {
      case DECLINED -> end(tx, ours, IncomingState.DECLINED, "Declined");
      case EXPIRED -> end(tx, ours, IncomingState.EXPIRED, "Expired");
      default -> end(tx, ours, IncomingState.UNSHARED, "Unshared");
    }
    return true;
  }

  private void end(Tx tx, IncomingShare ours, IncomingState next, String reason) {
    steps.end(tx, ours, next, reason, Cause.COMPARISON, Telling.NOBODY);
    declared.settle(tx, ours.domain(), ours.localUser(), ours.remoteUser());
  }

  private static boolean disputed(Tx tx, String acceptanceId) {
    return tx.acceptances()
        .find(acceptanceId)
        .filter(acceptance -> !acceptance.ended())
        .map(Acceptance::disputedAt)
        .isPresent();
  }
}
