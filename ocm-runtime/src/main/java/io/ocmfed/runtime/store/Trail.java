package io.ocmfed.runtime.store;

import java.util.Collection;
import java.util.List;

/** What happened to connections; kept as long as their records, not only as long as events. */
public interface Trail {

  default void add(TrailEntry entry) {
    addAll(List.of(entry));
  }

  /** In that order. */
  void addAll(Collection<TrailEntry> entries);

  /**
   * What happened to a connection, the invitation that it used, and its shares, in order.
   *
   * @param tokenHash of the invitation if it was issued here; else null
   * @param after id of the last one seen; 0 for the first page
   */
  List<TrailEntry> of(String acceptanceId, String tokenHash, long after, int limit);
}
