package io.ocmfed.runtime.simulation;

import io.ocmfed.runtime.store.Delay;
import io.ocmfed.runtime.store.TrustRecord;
import io.ocmfed.runtime.store.Trusts;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Trusts are declared once and stay. */
record MemoryTrusts(Records records) implements Trusts {

  @Override
  public Optional<TrustRecord> byDomain(String domain) {
    return records.trusts.stream().filter(one -> one.domain().equals(domain)).findFirst();
  }

  @Override
  public Optional<TrustRecord> byName(String name) {
    return records.trusts.find(name);
  }

  @Override
  public List<TrustRecord> all() {
    return records.trusts.stream().toList();
  }

  @Override
  public void declare(TrustRecord trust) {
    records.trusts.put(trust.name(), trust);
  }

  @Override
  public void found(TrustRecord found) {
    byName(found.name())
        .filter(now -> now.uid().equals(found.uid()))
        .ifPresent(now -> records.trusts.put(now.name(), found));
  }

  @Override
  public boolean mutual(String domain, boolean trustsUs, Instant now) {
    Optional<TrustRecord> news =
        byDomain(domain).filter(one -> one.mutual() == null || one.mutual() != trustsUs);
    news.ifPresent(
        one -> records.trusts.put(one.name(), with(one, one.discoveryNext(), trustsUs, now)));
    return news.isPresent();
  }

  @Override
  public Delay delay(String domain) {
    return records.delays.find(domain).orElse(Delay.NONE);
  }

  @Override
  public void delayed(String domain, Delay delay) {
    records.delays.put(domain, delay);
  }

  @Override
  public void delete(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void retire(String name, Instant now) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int dropRetired(Instant before) {
    return 0;
  }

  @Override
  public boolean lookSoon(String domain, Instant now, Duration afterLast) {
    Optional<TrustRecord> later =
        byDomain(domain).filter(one -> one.discoveryNext().isAfter(soon(one, now, afterLast)));
    later.ifPresent(
        one ->
            records.trusts.put(
                one.name(), with(one, soon(one, now, afterLast), one.mutual(), one.lastContact())));
    return later.isPresent();
  }

  private static Instant soon(TrustRecord trust, Instant now, Duration afterLast) {
    Instant earliest = trust.discoveryAt() == null ? now : trust.discoveryAt().plus(afterLast);
    return earliest.isAfter(now) ? earliest : now;
  }

  @Override
  public Optional<TrustRecord> takeDue(Instant now, Instant until) {
    Optional<TrustRecord> due =
        records.trusts.stream()
            .filter(one -> !one.discoveryNext().isAfter(now))
            .min(Comparator.comparing(TrustRecord::discoveryNext));
    due.ifPresent(
        one -> records.trusts.put(one.name(), with(one, until, one.mutual(), one.lastContact())));
    return due;
  }

  private static TrustRecord with(TrustRecord one, Instant next, Boolean mutual, Instant contact) {
    return new TrustRecord(
        one.name(),
        one.uid(),
        one.generation(),
        one.domain(),
        one.caCertificate(),
        one.signaturesRequired(),
        one.invites(),
        one.shares(),
        one.permissions(),
        one.maxShareSeconds(),
        one.revokeOnDelete(),
        one.discoveryState(),
        one.discoveryFailure(),
        one.discoveryAt(),
        one.discoveryAttempts(),
        next,
        one.peer(),
        mutual,
        contact,
        one.deletedAt());
  }
}
