package io.ocmfed.operator.runtime;

import java.util.List;

/**
 * Part of a listing.
 *
 * @param items the records
 * @param next where the next part begins; null at the end
 * @param cursor position in the event log that this listing is not older than
 */
public record Page<T>(List<T> items, String next, long cursor) {

  public Page {
    items = items == null ? List.of() : List.copyOf(items);
  }
}
