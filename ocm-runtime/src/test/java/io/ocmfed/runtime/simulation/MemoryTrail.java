package io.ocmfed.runtime.simulation;

import io.ocmfed.runtime.store.Trail;
import io.ocmfed.runtime.store.TrailEntry;
import java.util.Collection;
import java.util.List;

record MemoryTrail(Records records) implements Trail {

  @Override
  public void addAll(Collection<TrailEntry> entries) {
    entries.forEach(this::put);
  }

  private void put(TrailEntry entry) {
    long id = ++records.note;
    records.trail.put(
        id,
        new TrailEntry(
            id,
            entry.at(),
            entry.about(),
            entry.subject(),
            entry.connection(),
            entry.what(),
            entry.cause(),
            entry.byWhom(),
            entry.detail(),
            entry.failure(),
            "simulation"));
  }

  @Override
  public List<TrailEntry> of(String acceptanceId, String tokenHash, long after, int limit) {
    return records.trail.stream()
        .filter(one -> one.id() > after)
        .filter(
            one ->
                acceptanceId.equals(one.connection())
                    || one.about() == TrailEntry.About.INVITATION
                        && one.subject().equals(tokenHash))
        .limit(limit)
        .toList();
  }
}
