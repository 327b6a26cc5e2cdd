package io.ocmfed.runtime.simulation;

import io.ocmfed.runtime.store.IncomingShare;
import io.ocmfed.runtime.store.IncomingShares;
import java.time.Instant;
import java.util.Optional;

final class MemoryIncoming extends MemoryShares<IncomingShare> implements IncomingShares {

  private final Records records;

  MemoryIncoming(Records records) {
    super(records.incoming, MemoryIncoming::row);
    this.records = records;
  }

  private static Row row(IncomingShare share) {
    return new Row(
        share.id(),
        share.providerId(),
        share.endedAt() == null,
        share.domain(),
        share.localUser(),
        share.remoteUser(),
        share.acceptanceId(),
        share.declared(),
        share.createdAt(),
        share.expiresAt(),
        share.endedAt());
  }

  @Override
  IncomingShare forgetful(IncomingShare share) {
    return share.withoutSecret();
  }

  /** As the database has it: the provider's id is unique with the domain. */
  @Override
  public void save(IncomingShare share) {
    byProviderId(share.domain(), share.providerId())
        .filter(other -> !other.id().equals(share.id()))
        .ifPresent(
            other -> {
              throw new IllegalStateException("two shares of one provider id");
            });
    super.save(share);
  }

  @Override
  public Optional<IncomingShare> byProviderId(String domain, String providerId) {
    return records.incoming.stream()
        .filter(one -> one.domain().equals(domain) && one.providerId().equals(providerId))
        .findFirst();
  }

  @Override
  public Optional<IncomingShare> bySecret(String providerId, String secretHash) {
    return records.incoming.stream()
        .filter(one -> one.providerId().equals(providerId) && one.secretHash().equals(secretHash))
        .findFirst();
  }

  /** Nobody reads files here. */
  @Override
  public void unreachable(String id, Instant since) {
    throw new UnsupportedOperationException();
  }
}
