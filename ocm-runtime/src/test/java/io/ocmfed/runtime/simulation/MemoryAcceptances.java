package io.ocmfed.runtime.simulation;

import io.ocmfed.runtime.store.Acceptance;
import io.ocmfed.runtime.store.AcceptanceState;
import io.ocmfed.runtime.store.Acceptances;
import io.ocmfed.runtime.store.Removal;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

record MemoryAcceptances(Records records) implements Acceptances {

  @Override
  public Optional<Acceptance> find(String id) {
    return records.acceptances.find(id);
  }

  /** As the trigger of the database has it: states only move forward. */
  @Override
  public void save(Acceptance acceptance) {
    find(acceptance.id())
        .filter(before -> acceptance.state().compareTo(before.state()) < 0)
        .ifPresent(
            before -> {
              throw new IllegalStateException(
                  "acceptance %s cannot go back from %s to %s"
                      .formatted(before.id(), before.state(), acceptance.state()));
            });
    records.acceptances.put(acceptance.id(), acceptance);
  }

  @Override
  public List<Acceptance> ofPair(String domain, String localUser, String remoteUser) {
    return where(one -> pair(one, domain, localUser, remoteUser));
  }

  @Override
  public List<Acceptance> ofToken(String tokenHash) {
    return where(one -> tokenHash.equals(one.tokenHash()));
  }

  @Override
  public List<Acceptance> standingWith(String domain, String remoteUser) {
    return where(
        one ->
            one.domain().equals(domain)
                && remoteUser.equals(one.remoteUser())
                && one.state() == AcceptanceState.STANDING);
  }

  @Override
  public List<Acceptance> liveOf(String localUser) {
    return where(one -> localUser.equals(one.localUser()) && !one.ended());
  }

  @Override
  public List<Acceptance> liveWith(String domain) {
    return where(one -> domain.equals(one.domain()) && !one.ended());
  }

  @Override
  public List<Acceptance> madeBy(String declaration) {
    return where(one -> declaration.equals(one.declared())).reversed().stream().limit(100).toList();
  }

  @Override
  public List<Acceptance> page(String domain, String localUser, String after, int limit) {
    return records.acceptances.stream()
        .filter(one -> one.id().compareTo(after) > 0 && one.localUser() != null)
        .filter(one -> domain == null || domain.equals(one.domain()))
        .filter(one -> localUser == null || localUser.equals(one.localUser()))
        .limit(limit)
        .toList();
  }

  @Override
  public int connections(String domain) {
    return (int)
        records.acceptances.stream()
            .filter(one -> one.domain().equals(domain) && one.connects())
            .map(one -> List.of(one.localUser(), one.remoteUser()))
            .distinct()
            .count();
  }

  @Override
  public List<String> comparable(String domain) {
    return records.acceptances.stream()
        .filter(one -> one.domain().equals(domain) && one.idShared())
        .filter(one -> one.state() == AcceptanceState.STANDING)
        .map(Acceptance::id)
        .toList();
  }

  @Override
  public List<Acceptance> among(String domain, Collection<String> ids) {
    return records.acceptances.stream()
        .filter(one -> one.domain().equals(domain) && ids.contains(one.id()))
        .toList();
  }

  @Override
  public List<Acceptance> disputedBefore(Instant before, int limit) {
    return records.acceptances.stream()
        .filter(MemoryAcceptances::disputed)
        .filter(one -> one.disputedAt().isBefore(before))
        .sorted(Comparator.comparing(Acceptance::disputedAt))
        .limit(limit)
        .toList();
  }

  @Override
  public Map<String, Integer> disputed() {
    return records.acceptances.stream()
        .filter(MemoryAcceptances::disputed)
        .collect(Collectors.toMap(Acceptance::domain, one -> 1, Integer::sum));
  }

  private static boolean disputed(Acceptance one) {
    return one.state() == AcceptanceState.STANDING && one.disputedAt() != null;
  }

  @Override
  public void add(Removal removal) {
    records.removals.put(removal.tick(), removal);
  }

  @Override
  public List<Removal> removals(String domain, String localUser, String remoteUser) {
    return records.removals.stream()
        .filter(one -> one.domain().equals(domain))
        .filter(one -> one.localUser().equals(localUser) && one.remoteUser().equals(remoteUser))
        .toList();
  }

  private static boolean pair(Acceptance one, String domain, String localUser, String remoteUser) {
    return one.domain().equals(domain)
        && localUser.equals(one.localUser())
        && remoteUser.equals(one.remoteUser());
  }

  private List<Acceptance> where(Predicate<Acceptance> which) {
    return records.acceptances.stream()
        .filter(which)
        .sorted(Comparator.comparingLong(Acceptance::beganTick))
        .toList();
  }
}
