package io.ocmfed.runtime.comparison;

import io.ocmfed.runtime.store.Tx;
import java.util.List;

/**
 * What one side holds that the other must hold too, by the ids that both know.
 *
 * @param acceptances that stand
 * @param out shares of ours that the peer has taken
 * @param in shares of the peer that we have taken
 */
record Held(List<String> acceptances, List<String> out, List<String> in) {

  static Held with(Tx tx, String domain) {
    return new Held(
        tx.acceptances().comparable(domain),
        tx.outgoing().comparable(domain),
        tx.incoming().comparable(domain));
  }

  /** The same on both sides if they hold the same: a share has one id, whoever owns it. */
  Digests digests() {
    Digests.Builder digests = new Digests.Builder();
    acceptances.forEach(id -> digests.add("a", id));
    out.forEach(id -> digests.add("s", id));
    in.forEach(id -> digests.add("s", id));
    return digests.build();
  }
}
