package io.ocmfed.operator.runtime;

import java.util.Comparator;

/**
 * Orders endpoint tables across operators and restarts.
 *
 * @param term raised each time an operator begins to lead
 * @param sequence counts the tables of one instance within a term
 */
public record Fence(long term, long sequence) implements Comparable<Fence> {

  private static final Comparator<Fence> ORDER =
      Comparator.comparingLong(Fence::term).thenComparingLong(Fence::sequence);

  @Override
  public int compareTo(Fence other) {
    return ORDER.compare(this, other);
  }

  /** As people see it in {@code status.gateway.revision}. */
  public String revision() {
    return term + "." + sequence;
  }
}
