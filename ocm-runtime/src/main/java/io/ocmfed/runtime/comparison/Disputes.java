package io.ocmfed.runtime.comparison;

import io.ocmfed.runtime.connection.Connections;
import io.ocmfed.runtime.connection.RemoveConnection;
import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.Party;
import io.ocmfed.runtime.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Ends what nobody settled. */
public final class Disputes {

  /** How long a dispute may last. */
  public static final Duration LONGEST = Duration.ofDays(30);

  private static final int AT_ONCE = 100;

  private final Store store;
  private final Connections connections;
  private final RemoveConnection removal;
  private final Clock clock;

  public Disputes(Store store, Connections connections, RemoveConnection removal, Clock clock) {
    this.store = store;
    this.connections = connections;
    this.removal = removal;
    this.clock = clock;
  }

  /** One pass. The peer is told the ids, so that it cannot bring them back. */
  public void sweep() {
    Instant before = clock.instant().minus(LONGEST);
    List<Acceptance> old =
        store.inTransaction(tx -> tx.acceptances().disputedBefore(before, AT_ONCE));
    for (Acceptance seen : old) {
      store.inTransaction(
          tx -> {
            tx.lockPair(seen.domain(), seen.localUser());
            tx.acceptances()
                .find(seen.id())
                .filter(one -> !one.ended())
                .filter(one -> one.disputedAt() != null && one.disputedAt().isBefore(before))
                .ifPresent(
                    one -> {
                      connections.end(tx, one, Party.LOCAL, Cause.EXPIRY, null);
                      if (one.idShared()) {
                        removal.oweId(tx, one);
                      }
                    });
            return null;
          });
    }
  }
}
