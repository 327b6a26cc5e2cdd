package io.ocmfed.runtime.share;

import io.ocmfed.runtime.share.ShareSteps.Telling;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.IncomingShare;
import io.ocmfed.runtime.store.IncomingState;
import io.ocmfed.runtime.store.OutgoingShare;
import io.ocmfed.runtime.store.OutgoingState;
import io.ocmfed.runtime.store.Store;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Records the end of shares whose time is over. Access ended before, by the clock. */
public final class ShareExpiry {

  private static final int AT_ONCE = 100;

  private final Store store;
  private final ShareSteps steps;
  private final Clock clock;

  public ShareExpiry(Store store, ShareSteps steps, Clock clock) {
    this.store = store;
    this.steps = steps;
    this.clock = clock;
  }

  /** One pass. */
  public void sweep() {
    Instant now = clock.instant();
    List<OutgoingShare> out = store.inTransaction(tx -> tx.outgoing().expired(now, AT_ONCE));
    for (OutgoingShare seen : out) {
      store.inTransaction(
          tx -> {
            tx.lockPair(seen.domain(), seen.localUser());
            tx.outgoing()
                .find(seen.id())
                .ifPresent(
                    share ->
                        steps.end(
                            tx,
                            share,
                            OutgoingState.EXPIRED,
                            "Expired",
                            Cause.EXPIRY,
                            Telling.PEER));
            return null;
          });
    }
    List<IncomingShare> in = store.inTransaction(tx -> tx.incoming().expired(now, AT_ONCE));
    for (IncomingShare seen : in) {
      store.inTransaction(
          tx -> {
            tx.lockPair(seen.domain(), seen.localUser());
            tx.incoming()
                .find(seen.id())
                .ifPresent(
                    share ->
                        steps.end(
                            tx,
                            share,
                            IncomingState.EXPIRED,
                            "Expired",
                            Cause.EXPIRY,
                            Telling.NOBODY));
            return null;
          });
    }
  }
}
