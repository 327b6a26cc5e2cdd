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

  /** It is not, and this is why. */
  record Closed(Obstacle obstacle) implements Route {}
}
