package io.ocmfed.runtime.simulation;

import io.ocmfed.runtime.simulation.Records.Aside;
import io.ocmfed.runtime.simulation.Records.Lane;
import io.ocmfed.runtime.store.MessageKind;
import io.ocmfed.runtime.store.Outbox;
import io.ocmfed.runtime.store.OutboxEntry;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Lanes, entries and circuits as the tables of the database have them. */
record MemoryOutbox(Records records) implements Outbox {

  @Override
  public void addAll(List<OutboxEntry> entries) {
    entries.forEach(this::put);
  }

  private void put(OutboxEntry entry) {
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
      circuit(lane.domain())
          .ifPresent(
              circuit ->
                  records.circuits.put(
                      lane.domain(), new Circuit(circuit.failures(), circuit.failedAt(), until)));
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
  public void release(OutboxEntry entry, String owner) {
    records
        .lanes
        .find(entry.lane())
        .filter(lane -> owner.equals(lane.owner()))
        .ifPresent(lane -> free(lane.key()));
  }

  @Override
  public void renew(Collection<String> owners, Instant leaseUntil) {
    records.lanes.stream()
        .filter(lane -> lane.owner() != null && owners.contains(lane.owner()))
        .toList()
        .forEach(
            lane ->
                records.lanes.put(
                    lane.key(),
                    new Lane(
                        lane.key(),
                        lane.domain(),
                        lane.nextAt(),
                        later(lane.leaseUntil(), leaseUntil),
                        lane.owner())));
  }

  @Override
  public Instant broken(OutboxEntry entry, Instant now) {
    Instant since = records.broken.find(entry.id()).orElse(now);
    records.broken.put(entry.id(), since);
    return since;
  }

  @Override
  public void setAside(OutboxEntry entry, Failure failure, Instant now) {
    records
        .outbox
        .find(entry.id())
        .ifPresent(one -> records.aside.put(one.id(), new Aside(one, now)));
    remove(entry, now);
  }

  @Override
  public Map<String, Integer> setAside() {
    return records.aside.stream()
        .collect(Collectors.toMap(one -> one.entry().domain(), one -> 1, Integer::sum));
  }

  @Override
  public List<Long> overdue(Instant createdBefore, Instant now, int limit) {
    return records.outbox.stream()
        .filter(entry -> entry.createdAt().isBefore(createdBefore))
        .filter(entry -> rests(entry, now))
        .map(OutboxEntry::id)
        .limit(limit)
        .toList();
  }

  @Override
  public Optional<OutboxEntry> take(long id, Instant now) {
    Optional<OutboxEntry> taken = records.outbox.find(id).filter(entry -> rests(entry, now));
    taken.ifPresent(entry -> remove(entry, now));
    return taken;
  }

  private boolean rests(OutboxEntry entry, Instant now) {
    return records
        .lanes
        .find(entry.lane())
        .filter(lane -> !lane.leaseUntil().isAfter(now))
        .isPresent();
  }

  @Override
  public void remove(OutboxEntry entry, Instant now) {
    records.outbox.remove(entry.id());
    records.broken.remove(entry.id());
    free(entry.lane());
  }

  @Override
  public void postpone(OutboxEntry entry) {
    if (records.outbox.find(entry.id()).isPresent()) {
      records.outbox.put(entry.id(), entry);
      if (entry.failure().code() != Code.INTERNAL) {
        records.broken.remove(entry.id());
      }
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
  public void cancel(Set<MessageKind> kinds, Collection<String> subjects, Instant now) {
    records.outbox.removeIf(
        entry -> kinds.contains(entry.kind()) && subjects.contains(entry.subject()));
  }

  @Override
  public void cancelAfter(OutboxEntry entry, String body) {
    records.outbox.removeIf(
        other ->
            other.lane().equals(entry.lane())
                && other.id() > entry.id()
                && body.equals(other.body()));
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
    records.circuits.put(domain, new Circuit(failures, now, until));
  }

  @Override
  public Optional<Circuit> circuit(String domain) {
    return records.circuits.find(domain);
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
