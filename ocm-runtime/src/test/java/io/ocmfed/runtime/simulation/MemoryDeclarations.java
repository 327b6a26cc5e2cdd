package io.ocmfed.runtime.simulation;

import io.ocmfed.runtime.store.Declarations;
import io.ocmfed.runtime.store.DeclaredInvite;
import io.ocmfed.runtime.store.DeclaredShare;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

record MemoryDeclarations(Records records) implements Declarations {

  @Override
  public Optional<DeclaredInvite> invite(String name) {
    return records.declaredInvites.find(name);
  }

  @Override
  public void save(DeclaredInvite invite) {
    records.declaredInvites.put(invite.name(), invite);
  }

  @Override
  public List<DeclaredInvite> invites(String after, int limit) {
    return live(one -> one.name().compareTo(after) > 0).stream().limit(limit).toList();
  }

  @Override
  public List<DeclaredInvite> invitesByToken(String tokenHash) {
    return live(one -> one.tokenHash().equals(tokenHash));
  }

  @Override
  public List<DeclaredInvite> invitesWith(String domain) {
    return live(one -> one.domain().equals(domain));
  }

  private List<DeclaredInvite> live(Predicate<DeclaredInvite> which) {
    return records.declaredInvites.stream()
        .filter(one -> one.deletedAt() == null)
        .filter(which)
        .toList();
  }

  @Override
  public int forgetInvites(Instant deletedBefore) {
    return records.declaredInvites.removeIf(
        one -> one.deletedAt() != null && one.deletedAt().isBefore(deletedBefore));
  }

  @Override
  public Optional<DeclaredShare> share(String name) {
    return records.declaredShares.find(name);
  }

  @Override
  public void save(DeclaredShare share) {
    records.declaredShares.put(share.name(), share);
  }

  @Override
  public void deleteShare(String name) {
    records.declaredShares.remove(name);
  }

  @Override
  public List<DeclaredShare> shares(String after, int limit) {
    return records.declaredShares.stream()
        .filter(one -> one.name().compareTo(after) > 0)
        .limit(limit)
        .toList();
  }

  @Override
  public Optional<DeclaredShare> rival(DeclaredShare share) {
    return sharesOf(share.domain(), share.localUser(), share.remoteUser()).stream()
        .filter(other -> !other.name().equals(share.name()))
        .filter(other -> other.direction() == share.direction())
        .filter(
            other ->
                Objects.equals(other.resource(), share.resource())
                    && Objects.equals(other.matchName(), share.matchName()))
        .findFirst();
  }

  @Override
  public List<DeclaredShare> sharesOf(String domain, String localUser, String remoteUser) {
    return records.declaredShares.stream()
        .filter(one -> one.domain().equals(domain))
        .filter(one -> one.localUser().equals(localUser) && one.remoteUser().equals(remoteUser))
        .sorted(Comparator.comparing(DeclaredShare::createdAt).thenComparing(DeclaredShare::name))
        .toList();
  }
}
