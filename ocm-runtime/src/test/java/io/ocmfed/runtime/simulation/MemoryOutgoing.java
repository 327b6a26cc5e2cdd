package io.ocmfed.runtime.simulation;

import io.ocmfed.runtime.store.OutgoingShare;
import io.ocmfed.runtime.store.OutgoingShares;
import io.ocmfed.runtime.store.OutgoingState;

final class MemoryOutgoing extends MemoryShares<OutgoingShare> implements OutgoingShares {

  MemoryOutgoing(Records records) {
    super(records.outgoing, MemoryOutgoing::row);
  }

  private static Row row(OutgoingShare share) {
    return new Row(
        share.id(),
        share.id(),
        share.endedAt() == null && share.state() != OutgoingState.PENDING,
        share.domain(),
        share.localUser(),
        share.remoteUser(),
        share.acceptanceId(),
        share.declared(),
        share.createdAt(),
        share.expiresAt(),
        share.endedAt());
  }

  @Override
  OutgoingShare forgetful(OutgoingShare share) {
    return share.withoutSecret();
  }
}
