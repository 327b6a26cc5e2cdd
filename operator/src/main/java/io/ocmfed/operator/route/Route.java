package io.ocmfed.operator.route;

import io.ocmfed.crds.OcmTrust;
import io.ocmfed.operator.installation.Installation;
import io.ocmfed.operator.runtime.OcmRuntime;
import io.ocmfed.operator.status.Obstacle;

/** The way from an object to its runtime. */
public sealed interface Route {

  /**
   * It is open.
   *
   * @param trust the trust on the way; for a trust, itself. Shared: never to be changed
   */
  record Open(OcmTrust trust, Installation installation, OcmRuntime runtime) implements Route {}

  /**
   * Nobody may take it: the OcmInstance at its end is paused.
   *
   * @param why what stops the work, and how it goes on
   */
  record Stopped(String why) implements Route {}

  /** It is not, and this is why. */
  record Closed(Obstacle obstacle) implements Route {}
}
