package io.ocmfed.runtime.endpoint;

import java.util.Comparator;

/**
 * Orders endpoint tables across operators: first by term, then by sequence (runtime-api.md).
 *
 * @param term raised by a process each time it begins to lead
 * @param sequence counts within a term
 */
public record Fence(long term, long sequence) implements Comparable<Fence> {

  private static final Comparator<Fence> ORDER =
      Comparator.comparingLong(Fence::term).thenComparingLong(Fence::sequence);

  @Override
  public int compareTo(Fence other) {
    return ORDER.compare(this, other);
  }
}
