package io.ocmfed.bench;

import java.util.Arrays;
import java.util.Collection;

/** Times that were measured, in milliseconds, in order. */
record Distribution(double[] sorted) {

  static Distribution ofNanos(Collection<Long> nanos) {
    double[] millis = nanos.stream().mapToDouble(value -> value / 1e6).toArray();
    Arrays.sort(millis);
    return new Distribution(millis);
  }

  int count() {
    return sorted.length;
  }

  double median() {
    return quantile(0.5);
  }

  double p99() {
    return quantile(0.99);
  }

  double max() {
    return sorted.length == 0 ? Double.NaN : sorted[sorted.length - 1];
  }

  /** The smallest value that at least that share of all values does not exceed. */
  double quantile(double share) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.clamp(rank - 1, 0, sorted.length - 1)];
  }
}
