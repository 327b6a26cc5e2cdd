package io.ocmfed.runtime.trust;

import io.ocmfed.runtime.store.Comparisons;
import io.ocmfed.runtime.store.Store;
import io.ocmfed.runtime.web.Code;
import java.time.Clock;
import java.util.Set;

/**
 * An authenticated message from a domain proves that it lives and trusts us: what waited for that
 * goes out again. What the peer did not know is tried again only when we took its message: two
 * servers that refuse each other would wake each other for ever.
 */
public final class Heard {

  private static final Set<Code> REACHABLE =
      Set.of(Code.PEER_UNREACHABLE, Code.PEER_REFUSED, Code.PEER_UNTRUSTED);

  private final Store store;
  private final Clock clock;

  public Heard(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * @param taken whether its message was taken
   */
  public void from(String domain, boolean taken) {
    store.inTransaction(
        tx -> {
          if (tx.outbox().closeCircuit(domain, clock.instant())) {
            tx.comparisons().soon(domain, clock.instant(), Comparisons.NOT_WITHIN);
          }
          tx.outbox().awaken(domain, taken ? null : REACHABLE, clock.instant());
          return null;
        });
  }
}
