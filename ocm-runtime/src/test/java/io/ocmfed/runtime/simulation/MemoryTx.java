package io.ocmfed.runtime.simulation;

import io.ocmfed.runtime.store.Acceptances;
import io.ocmfed.runtime.store.Comparisons;
import io.ocmfed.runtime.store.Declarations;
import io.ocmfed.runtime.store.Event;
import io.ocmfed.runtime.store.Events;
import io.ocmfed.runtime.store.IncomingShares;
import io.ocmfed.runtime.store.Invitations;
import io.ocmfed.runtime.store.Outbox;
import io.ocmfed.runtime.store.OutgoingShares;
import io.ocmfed.runtime.store.Trail;
import io.ocmfed.runtime.store.Trusts;
import io.ocmfed.runtime.store.Tx;
import io.ocmfed.runtime.store.Upkeep;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * One transaction.
 *
 * @param appended takes the events, which are written with the commit
 */
record MemoryTx(Records records, Consumer<Event> appended) implements Tx {

  /** There is one thread, and it does one transaction at a time. */
  @Override
  public void lock(String key) {}

  @Override
  public long tick() {
    return ++records.tick;
  }

  @Override
  public Acceptances acceptances() {
    return new MemoryAcceptances(records);
  }

  @Override
  public Invitations invitations() {
    return new MemoryInvitations(records);
  }

  @Override
  public OutgoingShares outgoing() {
    return new MemoryOutgoing(records);
  }

  @Override
  public IncomingShares incoming() {
    return new MemoryIncoming(records);
  }

  @Override
  public Declarations declarations() {
    return new MemoryDeclarations(records);
  }

  @Override
  public Trusts trusts() {
    return new MemoryTrusts(records);
  }

  @Override
  public Outbox outbox() {
    return new MemoryOutbox(records);
  }

  @Override
  public Comparisons comparisons() {
    return new MemoryComparisons(records);
  }

  @Override
  public Upkeep upkeep() {
    return new MemoryUpkeep(records);
  }

  @Override
  public Trail trail() {
    return new MemoryTrail(records);
  }

  @Override
  public Events events() {
    return new Events() {
      @Override
      public void append(Event event) {
        appended.accept(event);
      }

      @Override
      public List<Event> after(long cursor, int limit) {
        return records.events.stream().filter(one -> one.cursor() > cursor).limit(limit).toList();
      }

      @Override
      public long newest() {
        return records.cursor;
      }

      @Override
      public long horizon() {
        return 0;
      }

      @Override
      public void compact(Instant before) {
        records.events.removeIf(event -> event.at().isBefore(before));
      }
    };
  }
}
