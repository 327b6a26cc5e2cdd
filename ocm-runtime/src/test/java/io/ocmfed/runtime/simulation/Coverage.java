package io.ocmfed.runtime.simulation;

import java.util.Map;
import java.util.TreeMap;

/** Counts what the histories have reached. */
final class Coverage {

  private final Map<String, Map<String, Integer>> counts = new TreeMap<>();

  void count(String kind, String what) {
    counts.computeIfAbsent(kind, key -> new TreeMap<>()).merge(what, 1, Integer::sum);
  }

  Map<String, Integer> of(String kind) {
    return counts.getOrDefault(kind, Map.of());
  }

  /** A table for people. */
  String table() {
    StringBuilder table = new StringBuilder();
    counts.forEach(
        (kind, whats) -> {
          table.append(kind).append('\n');
          whats.forEach((what, count) -> table.append("%10d  %s%n".formatted(count, what)));
        });
    return table.toString();
  }
}
