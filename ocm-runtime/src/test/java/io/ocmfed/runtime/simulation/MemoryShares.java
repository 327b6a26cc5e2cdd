package io.ocmfed.runtime.simulation;

import io.ocmfed.runtime.store.Shares;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** What is done with shares of either direction. */
abstract class MemoryShares<S> implements Shares<S> {

  /**
   * What the questions look at.
   *
   * @param ownersId by which both sides know it
   * @param held by both sides, as far as we know
   */
  record Row(
      String id,
      String ownersId,
      boolean held,
      String domain,
      String localUser,
      String remoteUser,
      String acceptanceId,
      String declared,
      Instant createdAt,
      Instant expiresAt,
      Instant endedAt) {
    boolean open() {
      return endedAt == null;
    }

    boolean ofPair(String domain, String localUser, String remoteUser) {
      return this.domain.equals(domain)
          && this.localUser.equals(localUser)
          && this.remoteUser.equals(remoteUser);
    }
  }

  private static final Comparator<Row> OLDEST =
      Comparator.comparing(Row::createdAt).thenComparing(Row::id);
  private static final Comparator<Row> NEWEST =
      Comparator.comparing(Row::createdAt).reversed().thenComparing(Row::id);

  private final Table<String, S> table;
  private final Function<S, Row> row;

  MemoryShares(Table<String, S> table, Function<S, Row> row) {
    this.table = table;
    this.row = row;
  }

  abstract S forgetful(S share);

  @Override
  public final Optional<S> find(String id) {
    return table.find(id);
  }

  @Override
  public void save(S share) {
    table.put(row.apply(share).id(), share);
  }

  @Override
  public final List<S> openUnder(String acceptanceId) {
    return open(one -> acceptanceId.equals(one.acceptanceId()), OLDEST, Integer.MAX_VALUE);
  }

  @Override
  public final List<S> openOfPair(String domain, String localUser, String remoteUser) {
    return open(one -> one.ofPair(domain, localUser, remoteUser), OLDEST, Integer.MAX_VALUE);
  }

  @Override
  public final List<S> openOf(String localUser) {
    return open(one -> one.localUser().equals(localUser), NEWEST, Integer.MAX_VALUE);
  }

  @Override
  public final List<S> expired(Instant now, int limit) {
    return open(one -> one.expiresAt() != null && !one.expiresAt().isAfter(now), OLDEST, limit);
  }

  @Override
  public final List<S> undeclared(String after, int limit) {
    return open(
        one -> one.declared() == null && one.id().compareTo(after) > 0,
        Comparator.comparing(Row::id),
        limit);
  }

  @Override
  public final List<String> comparable(String domain) {
    return table.stream()
        .map(row)
        .filter(one -> one.domain().equals(domain) && one.held())
        .map(Row::ownersId)
        .toList();
  }

  @Override
  public final List<S> among(String domain, Collection<String> ids) {
    return table.stream()
        .filter(share -> row.apply(share).domain().equals(domain))
        .filter(share -> ids.contains(row.apply(share).ownersId()))
        .toList();
  }

  @Override
  public final void forgetSecrets(String acceptanceId) {
    table.stream()
        .filter(share -> !row.apply(share).open())
        .filter(share -> acceptanceId.equals(row.apply(share).acceptanceId()))
        .toList()
        .forEach(share -> save(forgetful(share)));
  }

  private List<S> open(Predicate<Row> which, Comparator<Row> order, int limit) {
    return table.stream()
        .filter(share -> row.apply(share).open() && which.test(row.apply(share)))
        .sorted(Comparator.comparing(row, order))
        .limit(limit)
        .toList();
  }
}
