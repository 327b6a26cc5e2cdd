package io.ocmfed.bench;

import java.util.Collection;
import java.util.stream.LongStream;

/**
 * Changes, from the first to the last.
 *
 * @param count how many
 * @param first a {@link System#nanoTime()}
 * @param last a {@link System#nanoTime()}
 */
record Span(int count, long first, long last) {

  /** From the moments of the changes, at least one, in any order. */
  static Span of(Collection<Long> moments) {
    LongStream.Builder all = LongStream.builder();
    moments.forEach(all::add);
    var summary = all.build().summaryStatistics();
    return new Span(moments.size(), summary.getMin(), summary.getMax());
  }

  /** Both together. */
  Span and(Span other) {
    return new Span(count + other.count, Math.min(first, other.first), Math.max(last, other.last));
  }

  /** Changes a second; the first one begins the time and is not counted. */
  double rate() {
    return (count - 1) / ((last - first) / 1e9);
  }

  /** When the last came, in milliseconds after a moment. */
  double lastMillisAfter(long moment) {
    return (last - moment) / 1e6;
  }
}
