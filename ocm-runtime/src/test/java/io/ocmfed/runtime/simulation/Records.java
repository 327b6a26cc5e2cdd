package io.ocmfed.runtime.simulation;

import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.ComparisonRecord;
import io.ocmfed.runtime.store.DeclaredInvite;
import io.ocmfed.runtime.store.DeclaredShare;
import io.ocmfed.runtime.store.Delay;
import io.ocmfed.runtime.store.Event;
import io.ocmfed.runtime.store.IncomingShare;
import io.ocmfed.runtime.store.Invitation;
import io.ocmfed.runtime.store.Outbox;
import io.ocmfed.runtime.store.OutboxEntry;
import io.ocmfed.runtime.store.OutgoingShare;
import io.ocmfed.runtime.store.Removal;
import io.ocmfed.runtime.store.TrailEntry;
import io.ocmfed.runtime.store.TrustRecord;
import java.time.Instant;

/** All that one store holds; copied for a backup. */
final class Records {

  /**
   * The queue of one lane.
   *
   * @param nextAt when its head is due; {@link Instant#MAX} without a head
   * @param owner null while nobody leases it
   */
  record Lane(String key, String domain, Instant nextAt, Instant leaseUntil, String owner) {}

  /** Where a comparison stands, and until when somebody is at it. */
  record Compared(ComparisonRecord record, Instant leaseUntil) {}

  /** A message that nobody could make, and when that was seen. */
  record Aside(OutboxEntry entry, Instant at) {}

  final Journal journal = new Journal();
  final Table<String, Acceptance> acceptances = new Table<>(journal);
  final Table<Long, Removal> removals = new Table<>(journal);
  final Table<String, Invitation> invitations = new Table<>(journal);
  final Table<String, OutgoingShare> outgoing = new Table<>(journal);
  final Table<String, IncomingShare> incoming = new Table<>(journal);
  final Table<String, DeclaredInvite> declaredInvites = new Table<>(journal);
  final Table<String, DeclaredShare> declaredShares = new Table<>(journal);
  final Table<String, TrustRecord> trusts = new Table<>(journal);
  final Table<Long, OutboxEntry> outbox = new Table<>(journal);
  final Table<String, Lane> lanes = new Table<>(journal);
  final Table<String, Outbox.Circuit> circuits = new Table<>(journal);
  final Table<Long, Instant> broken = new Table<>(journal);
  final Table<Long, Aside> aside = new Table<>(journal);
  final Table<String, Instant> unconfirmed = new Table<>(journal);
  final Table<String, Compared> comparisons = new Table<>(journal);
  final Table<String, Delay> delays = new Table<>(journal);
  final Table<Long, TrailEntry> trail = new Table<>(journal);
  final Table<Long, Event> events = new Table<>(journal);

  // As sequences are: what a rolled back transaction took is not given again.
  long tick;
  long entry;
  long cursor;
  long note;

  Records copy() {
    Records copy = new Records();
    copy.acceptances.copyFrom(acceptances);
    copy.removals.copyFrom(removals);
    copy.invitations.copyFrom(invitations);
    copy.outgoing.copyFrom(outgoing);
    copy.incoming.copyFrom(incoming);
    copy.declaredInvites.copyFrom(declaredInvites);
    copy.declaredShares.copyFrom(declaredShares);
    copy.trusts.copyFrom(trusts);
    copy.outbox.copyFrom(outbox);
    copy.lanes.copyFrom(lanes);
    copy.circuits.copyFrom(circuits);
    copy.broken.copyFrom(broken);
    copy.aside.copyFrom(aside);
    copy.unconfirmed.copyFrom(unconfirmed);
    copy.comparisons.copyFrom(comparisons);
    copy.delays.copyFrom(delays);
    copy.trail.copyFrom(trail);
    copy.events.copyFrom(events);
    copy.tick = tick;
    copy.entry = entry;
    copy.cursor = cursor;
    copy.note = note;
    return copy;
  }
}
