package io.ocmfed.runtime.outbox;

import io.ocmfed.runtime.store.Cause;
import io.ocmfed.runtime.store.Delay;
import io.ocmfed.runtime.store.Event;
import io.ocmfed.runtime.store.EventKind;
import io.ocmfed.runtime.store.Outbox.Owed;
import io.ocmfed.runtime.store.Store;
import io.ocmfed.runtime.store.TrustRecord;
import io.ocmfed.runtime.store.Tx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Watches how old the oldest message to each peer is, and tells when deliveries turn late and when
 * they are not any more. All replicas share one opinion: it is in the store.
 */
public final class DeliveryDelays {

  private final Store store;
  private final Clock clock;

  public DeliveryDelays(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * What is owed to a peer that is trusted.
   *
   * @param oldest age of the oldest message; zero when none is owed
   * @param aside messages that were set aside
   */
  public record Backlog(String domain, int depth, Duration oldest, int aside) {}

  /**
   * Looks once.
   *
   * @return one for each trust; what is owed to domains that nobody trusts any more is not in it
   */
  public List<Backlog> look() {
    Instant now = clock.instant();
    return store.inTransaction(
        tx -> {
          tx.lock("delivery delays");
          Map<String, Owed> owed = new HashMap<>();
          tx.outbox().owed().forEach(one -> owed.put(one.domain(), one));
          Map<String, Integer> aside = tx.outbox().setAside();
          return tx.trusts().all().stream()
              .map(trust -> backlog(trust.domain(), owed, aside, now))
              .peek(backlog -> judge(tx, backlog, now))
              .toList();
        });
  }

  private static Backlog backlog(
      String domain, Map<String, Owed> owed, Map<String, Integer> aside, Instant now) {
    Owed one = owed.get(domain);
    Duration age = one == null || one.age(now).isNegative() ? Duration.ZERO : one.age(now);
    return new Backlog(domain, one == null ? 0 : one.depth(), age, aside.getOrDefault(domain, 0));
  }

  private static void judge(Tx tx, Backlog backlog, Instant now) {
    Delay before = tx.trusts().delay(backlog.domain());
    Delay after = before.after(backlog.oldest(), now);
    if (after.equals(before)) {
      return;
    }
    tx.trusts().delayed(backlog.domain(), after);
    if (after.late() != before.late()) {
      String name = tx.trusts().byDomain(backlog.domain()).map(TrustRecord::name).orElse(null);
      String what = after.late() ? "delayed" : "on-time";
      tx.events()
          .append(
              new Event(0, now, EventKind.TRUST, name, null, backlog.domain(), what, Cause.PEER));
    }
  }
}
