package io.ocmfed.runtime.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * Waiting in tests with real connections, for machines that are busy with other things: a wait is
 * over as soon as what it is for is there, so that patience costs nothing.
 */
public final class Patience {

  /** How long something may take that takes a moment. */
  public static final Duration LONG = Duration.ofMinutes(1);

  private Patience() {}

  public static ConditionFactory await() {
    return Awaitility.await().atMost(LONG);
  }

  /**
   * @param what is waited for
   */
  public static ConditionFactory await(String what) {
    return Awaitility.await(what).atMost(LONG);
  }
}
