package io.ocmfed.runtime.ocm;

import io.ocmfed.runtime.share.v1.OcmGrpc;
import io.ocmfed.runtime.store.Store;
import java.time.Clock;

/** What the graph role calls, without the wire in between. */
public final class UserFace {

  private UserFace() {}

  /** The real one. */
  public static OcmGrpc.AsyncService of(Store store, OcmRole role, Clock clock) {
    return new OcmService(store, role, clock);
  }
}
