package io.ocmfed.crds;

import java.util.List;

/** Absent and empty lists mean the same in our types, so that round trips keep equality. */
final class Lists {

  private Lists() {}

  static <T> List<T> orEmpty(List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }
}
