package io.ocmfed.bench;

/**
 * What docs/performance.md wants of a bench, and whether this run has it.
 *
 * @param what such as {@code one runtime, p50 over the floor's}
 * @param measured the figure of this run
 * @param wanted the bound
 * @param met whether the figure keeps it
 */
record Goal(String what, double measured, String wanted, boolean met) {

  static Goal atMost(String what, double measured, double bound) {
    return new Goal(what, measured, "<= " + Report.number(bound), measured <= bound);
  }

  static Goal atLeast(String what, double measured, double bound) {
    return new Goal(what, measured, ">= " + Report.number(bound), measured >= bound);
  }
}
