package io.ocmfed.runtime.store.postgres;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Rows that come one after the other and are alike but for a few columns: one statement writes them
 * all, where a batch would bind and send each. A connection that ends may take thousands with it.
 */
final class Runs {

  private Runs() {}

  /**
   * Cuts rows into runs, in their order.
   *
   * @param common what is the same in all rows of a run
   */
  static <T> List<List<T>> of(Collection<T> rows, Function<T, ?> common) {
    var runs = new ArrayList<List<T>>();
    Object current = null;
    for (T row : rows) {
      Object next = common.apply(row);
      if (runs.isEmpty() || !Objects.equals(current, next)) {
        runs.add(new ArrayList<>());
        current = next;
      }
      runs.getLast().add(row);
    }
    return runs;
  }

  /** A column of them; may hold nulls. */
  static <T> List<String> column(Collection<T> rows, Function<T, String> value) {
    return rows.stream().map(value).toList();
  }
}
