package io.ocmfed.runtime.simulation;

import io.ocmfed.runtime.store.Invitation;
import io.ocmfed.runtime.store.Invitations;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

record MemoryInvitations(Records records) implements Invitations {

  @Override
  public Optional<Invitation> find(String tokenHash) {
    return records.invitations.find(tokenHash);
  }

  @Override
  public Optional<Invitation> hold(String tokenHash) {
    return find(tokenHash);
  }

  @Override
  public void save(Invitation invitation) {
    records.invitations.put(invitation.tokenHash(), invitation);
  }

  @Override
  public List<Invitation> declaredBy(String name) {
    return records.invitations.stream()
        .filter(one -> name.equals(one.declared()) && one.withdrawnAt() == null)
        .sorted(Comparator.comparingLong(Invitation::firstTick))
        .toList();
  }
}
