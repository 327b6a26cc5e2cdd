package io.ocmfed.runtime.ocm;

import org.junit.jupiter.api.AfterEach;

/** A test between two installations, a new pair for each. */
abstract class BetweenTwoNodes {

  final TestNode a;
  final TestNode b;

  /**
   * @param pair {@link TestNode#pair} or {@link TestNode#quietPair}
   */
  BetweenTwoNodes(TestNode... pair) {
    a = pair[0];
    b = pair[1];
  }

  @AfterEach
  final void close() {
    a.close();
    b.close();
  }
}
