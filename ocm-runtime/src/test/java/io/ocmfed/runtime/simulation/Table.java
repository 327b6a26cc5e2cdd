package io.ocmfed.runtime.simulation;

import java.util.Collection;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Immutable rows by key; every write can be taken back until its transaction commits. */
final class Table<K extends Comparable<K>, V> {

  private final TreeMap<K, V> rows = new TreeMap<>();
  private final Journal journal;

  Table(Journal journal) {
    this.journal = journal;
  }

  Optional<V> find(K key) {
    return Optional.ofNullable(rows.get(key));
  }

  void put(K key, V row) {
    V before = rows.put(key, row);
    journal.note(() -> back(key, before));
  }

  boolean remove(K key) {
    V before = rows.remove(key);
    if (before != null) {
      journal.note(() -> back(key, before));
    }
    return before != null;
  }

  int removeIf(Predicate<V> which) {
    var keys = rows.keySet().stream().filter(key -> which.test(rows.get(key))).toList();
    keys.forEach(this::remove);
    return keys.size();
  }

  private void back(K key, V before) {
    if (before == null) {
      rows.remove(key);
    } else {
      rows.put(key, before);
    }
  }

  Collection<V> all() {
    return rows.values();
  }

  Stream<V> stream() {
    return rows.values().stream();
  }

  Optional<V> last() {
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.lastEntry().getValue());
  }

  void copyFrom(Table<K, V> other) {
    rows.clear();
    rows.putAll(other.rows);
  }
}
