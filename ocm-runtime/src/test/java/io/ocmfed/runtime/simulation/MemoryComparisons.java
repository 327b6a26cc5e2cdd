package io.ocmfed.runtime.simulation;

import io.ocmfed.runtime.simulation.Records.Compared;
import io.ocmfed.runtime.store.ComparisonRecord;
import io.ocmfed.runtime.store.Comparisons;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

record MemoryComparisons(Records records) implements Comparisons {

  @Override
  public Optional<ComparisonRecord> find(String domain) {
    return records.comparisons.find(domain).map(Compared::record);
  }

  @Override
  public Optional<ComparisonRecord> takeDue(Instant now, Instant leaseUntil) {
    records
        .trusts
        .all()
        .forEach(
            trust -> {
              if (find(trust.domain()).isEmpty()) {
                put(due(ComparisonRecord.none(trust.domain()), now, null), Instant.MIN);
              }
            });
    Optional<Compared> due =
        records.comparisons.stream()
            .filter(one -> !one.record().nextAt().isAfter(now) && !one.leaseUntil().isAfter(now))
            .min(Comparator.comparing(one -> one.record().nextAt()));
    due.ifPresent(one -> put(due(one.record(), leaseUntil, one.record().requested()), leaseUntil));
    return due.flatMap(one -> find(one.record().domain()));
  }

  @Override
  public void soon(String domain, Instant now, Duration afterLast) {
    records
        .comparisons
        .find(domain)
        .ifPresentOrElse(
            one -> put(sooner(one.record(), now, afterLast), one.leaseUntil()),
            () -> put(due(ComparisonRecord.none(domain), now, null), Instant.MIN));
  }

  @Override
  public void allSoon(Instant now, Duration afterLast) {
    List.copyOf(records.comparisons.all())
        .forEach(one -> put(sooner(one.record(), now, afterLast), one.leaseUntil()));
  }

  private static ComparisonRecord sooner(ComparisonRecord one, Instant now, Duration afterLast) {
    Instant earliest = one.comparedAt() == null ? now : one.comparedAt().plus(afterLast);
    Instant soon = earliest.isAfter(now) ? earliest : now;
    return one.nextAt().isAfter(soon) ? due(one, soon, one.requested()) : one;
  }

  /** Nobody demands one here. */
  @Override
  public boolean request(String domain, String value, Instant now) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void finished(ComparisonRecord done) {
    Instant next =
        records
            .comparisons
            .find(done.domain())
            .filter(one -> one.record().nextAt().isBefore(one.leaseUntil()))
            .map(one -> one.record().nextAt())
            .orElse(done.nextAt());
    put(due(done, next, done.requested()), Instant.MIN);
  }

  private void put(ComparisonRecord record, Instant leaseUntil) {
    records.comparisons.put(record.domain(), new Compared(record, leaseUntil));
  }

  private static ComparisonRecord due(ComparisonRecord one, Instant at, String requested) {
    return new ComparisonRecord(
        one.domain(),
        at,
        one.resumeAt(),
        one.failures(),
        one.comparedAt(),
        one.outcome(),
        one.failure(),
        one.ownDigest(),
        one.peerDigest(),
        requested);
  }
}
