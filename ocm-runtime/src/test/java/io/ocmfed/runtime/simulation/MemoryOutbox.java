package io.ocmfed.runtime.simulation;

import io.ocmfed.runtime.simulation.Records.Circuit;
import io.ocmfed.runtime.simulation.Records.Lane;
import io.ocmfed.runtime.store.MessageKind;
import io.ocmfed.runtime.store.Outbox;
import io.ocmfed.runtime.store.OutboxEntry;
import io.ocmfed.runtime.web.Code;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Lanes, entries and circuits as the tables of the database have them. */
record MemoryOutbox(Records records) implements Outbox {

  @Override
  public void add(OutboxEntry entry) {
    long id = ++records.entry;
    records.outbox.put(
        id,
        new OutboxEntry(
            id,
            entry.lane(),
            entry.domain(),
            entry.kind(),
            entry.subject(),
            entry.body(),
            entry.createdAt(),
            entry.nextAt(),
            entry.attempts(),
            null,
            null,
            null,
            "simulation",
            null));
    Lane lane =
        records
            .lanes
            .find(entry.lane())
            .orElse(new Lane(entry.lane(), entry.domain(), Instant.MAX, Instant.MIN, null));
    if (lane.nextAt().equals(Instant.MAX)) {
      lane = new Lane(lane.key(), lane.domain(), entry.nextAt(), lane.leaseUntil(), lane.owner());
    }
    records.lanes.put(lane.key(), lane);
  }

  @Override
  public Optional<OutboxEntry> claim(String owner, Instant now, Instant leaseUntil) {
    return records.lanes.stream()
        .filter(lane -> !lane.nextAt().isAfter(now) && !lane.leaseUntil().isAfter(now))
        .filter(
            lane ->
                records
                    .circuits
                    .find(lane.domain())
                    .filter(circuit -> circuit.openUntil().isAfter(now))
                    .isEmpty())
        .min(Comparator.comparing(Lane::nextAt).thenComparing(Lane::key))
        .flatMap(lane -> lease(lane, owner, now, leaseUntil));
  }

  private Optional<OutboxEntry> lease(Lane lane, String owner, Instant now, Instant until) {
    Optional<OutboxEntry> head = head(lane.key());
    if (head.isPresent()) {
      // With a circuit there is one probe at a time: who moves its time has it.
      records
          .circuits
          .find(lane.domain())
          .ifPresent(
              circuit ->
                  records.circuits.put(
                      lane.domain(), new Circuit(lane.domain(), circuit.failures(), until)));
    }
    records.lanes.put(
        lane.key(),
        new Lane(
            lane.key(),
            lane.domain(),
            head.isEmpty() ? Instant.MAX : lane.nextAt(),
            head.isEmpty() ? now : until,
            owner));
    return head;
  }

  private Optional<OutboxEntry> head(String lane) {
    return records.outbox.stream().filter(entry -> entry.lane().equals(lane)).findFirst();
  }

  @Override
  public boolean holds(OutboxEntry entry, String owner) {
    return records.lanes.find(entry.lane()).filter(lane -> owner.equals(lane.owner())).isPresent()
        && records.outbox.find(entry.id()).isPresent();
  }

  @Override
  public void remove(OutboxEntry entry, Instant now) {
    records.outbox.remove(entry.id());
    free(entry.lane());
  }

  @Override
  public void postpone(OutboxEntry entry) {
    if (records.outbox.find(entry.id()).isPresent()) {
      records.outbox.put(entry.id(), entry);
    }
    free(entry.lane());
  }

  private void free(String key) {
    Instant next = head(key).map(OutboxEntry::nextAt).orElse(Instant.MAX);
    records
        .lanes
        .find(key)
        .ifPresent(
            lane -> records.lanes.put(key, new Lane(key, lane.domain(), next, Instant.MIN, null)));
  }

  @Override
  public void cancel(Set<MessageKind> kinds, String subject, Instant now) {
    records.outbox.removeIf(
        entry -> kinds.contains(entry.kind()) && entry.subject().equals(subject));
  }

  @Override
  public Optional<OutboxEntry> of(MessageKind kind, String subject) {
    return records.outbox.stream()
        .filter(entry -> entry.kind() == kind && entry.subject().equals(subject))
        .findFirst();
  }

  @Override
  public int awaken(String domain, Set<Code> becauseOf, Instant now) {
    List<OutboxEntry> asleep =
        records.outbox.stream()
            .filter(entry -> entry.domain().equals(domain) && entry.nextAt().isAfter(now))
            .filter(
                entry ->
                    becauseOf == null
                        || (entry.failure() != null && becauseOf.contains(entry.failure().code())))
            .toList();
    asleep.forEach(entry -> records.outbox.put(entry.id(), due(entry, now)));
    if (!asleep.isEmpty()) {
      records.lanes.stream()
          .filter(lane -> lane.domain().equals(domain) && lane.nextAt().isAfter(now))
          .filter(lane -> !lane.nextAt().equals(Instant.MAX))
          .filter(lane -> head(lane.key()).filter(one -> !one.nextAt().isAfter(now)).isPresent())
          .toList()
          .forEach(
              lane ->
                  records.lanes.put(
                      lane.key(),
                      new Lane(lane.key(), domain, now, lane.leaseUntil(), lane.owner())));
    }
    return asleep.size();
  }

  private static OutboxEntry due(OutboxEntry entry, Instant now) {
    return new OutboxEntry(
        entry.id(),
        entry.lane(),
        entry.domain(),
        entry.kind(),
        entry.subject(),
        entry.body(),
        entry.createdAt(),
        now,
        0,
        entry.refusedSince(),
        entry.lastAttempt(),
        entry.failure(),
        entry.requestId(),
        entry.traceparent());
  }

  @Override
  public Optional<Instant> nextDue(Instant now) {
    return records.lanes.stream()
        .filter(lane -> !lane.nextAt().equals(Instant.MAX))
        .map(
            lane ->
                later(
                    later(lane.nextAt(), lane.leaseUntil()),
                    records
                        .circuits
                        .find(lane.domain())
                        .map(Circuit::openUntil)
                        .orElse(Instant.MIN)))
        .min(Comparator.naturalOrder());
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  @Override
  public List<Owed> owed() {
    return records.outbox.stream()
        .collect(Collectors.groupingBy(OutboxEntry::domain, TreeMap::new, Collectors.toList()))
        .entrySet()
        .stream()
        .map(
            one ->
                new Owed(
                    one.getKey(),
                    one.getValue().size(),
                    one.getValue().stream()
                        .map(OutboxEntry::createdAt)
                        .min(Comparator.naturalOrder())
                        .orElseThrow()))
        .toList();
  }

  @Override
  public void openCircuit(String domain, int failures, Instant until, Instant now) {
    records.circuits.put(domain, new Circuit(domain, failures, until));
  }

  @Override
  public int failures(String domain) {
    return records.circuits.find(domain).map(Circuit::failures).orElse(0);
  }

  @Override
  public boolean closeCircuit(String domain, Instant now) {
    return records.circuits.remove(domain);
  }
}
