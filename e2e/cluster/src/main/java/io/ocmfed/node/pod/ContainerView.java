package io.ocmfed.node.pod;

import java.util.Optional;

/**
 * A container as its pod's status shows it.
 *
 * @param state what it does now
 * @param last how its former process ended
 * @param restarts how often it was started again
 * @param started whether its startup probe has succeeded, or it runs and has none
 * @param ready whether its readiness probe holds, or it has started and has none
 * @param finished whether it will not be started again
 */
record ContainerView(
    String name,
    String image,
    Doing state,
    Optional<Doing.Terminated> last,
    int restarts,
    boolean started,
    boolean ready,
    boolean finished) {

  boolean succeeded() {
    return state instanceof Doing.Terminated ended && ended.exitCode() == 0;
  }
}
