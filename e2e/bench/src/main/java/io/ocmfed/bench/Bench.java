package io.ocmfed.bench;

import io.ocmfed.cluster.Progress;
import io.ocmfed.launcher.Checkout;

/** Something that is measured. */
interface Bench {

  /** What it is called by on the command line. */
  String name();

  /**
   * Runs it to its end.
   *
   * @throws BenchException when something did not come about that has nothing to do with speed
   */
  BenchResult run(Checkout checkout, BenchSettings settings, Progress progress);
}
