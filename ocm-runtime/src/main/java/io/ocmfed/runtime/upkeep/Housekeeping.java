package io.ocmfed.runtime.upkeep;

import io.ocmfed.runtime.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Deletes records of what ended more than 30 days ago, as far as nothing rests on them (see {@link
 * io.ocmfed.runtime.store.Upkeep}), and writes down which invitations have expired. Replicas may do
 * so at the same time.
 */
public final class Housekeeping {

  /** As long as a message is tried: until then a copy of one may still come. */
  private static final Duration KEEP = Duration.ofDays(30);

  private static final Logger LOG = Logger.getLogger(Housekeeping.class);
  private static final int AT_ONCE = 500;

  private final Store store;
  private final Clock clock;

  public Housekeeping(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** One pass, in transactions of bounded size. */
  public void sweep() {
    Instant now = clock.instant();
    while (0
        < store.<Integer>inTransaction(
            tx -> {
              // Two at once would both write that an invitation has expired.
              tx.lock("housekeeping");
              return tx.upkeep().noteExpired(now, AT_ONCE);
            })) {
      LOG.debug("event=upkeep.expired");
    }
    int all = 0;
    int gone = 1;
    while (gone > 0) {
      gone =
          store.inTransaction(
              tx -> {
                tx.lock("housekeeping");
                return tx.upkeep().forget(now.minus(KEEP), now, AT_ONCE);
              });
      all += gone;
    }
    if (all > 0) {
      LOG.infof("event=upkeep.forgotten records=%d", all);
    }
  }
}
