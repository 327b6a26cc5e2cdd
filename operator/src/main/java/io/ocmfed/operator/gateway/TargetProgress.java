package io.ocmfed.operator.gateway;

import io.ocmfed.operator.runtime.Fence;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Which table one runtime pod should have, which it has, and since when the two differ. */
final class TargetProgress {

  private final InstantSource clock;
  private Fence wanted;
  private Fence acknowledged;
  private Instant acknowledgedAt;
  private Instant behindSince;

  TargetProgress(InstantSource clock) {
    this.clock = clock;
  }

  /** It should have that table. */
  synchronized void offered(Fence fence) {
    wanted = fence;
    if (!fence.equals(acknowledged) && behindSince == null) {
      behindSince = clock.instant();
    }
  }

  /** It has that table; one that is superseded already counts from now. */
  synchronized void acknowledged(Fence fence) {
    acknowledged = fence;
    acknowledgedAt = clock.instant();
    behindSince = fence.equals(wanted) ? null : acknowledgedAt;
  }

  /** It has forgotten its table. */
  synchronized void forgotten() {
    acknowledged = null;
    acknowledgedAt = null;
    if (behindSince == null) {
      behindSince = clock.instant();
    }
  }

  /** The table that it has; empty before the first. */
  synchronized Optional<Fence> acknowledged() {
    return Optional.ofNullable(acknowledged);
  }

  /** Since when it has that table. */
  synchronized Optional<Instant> acknowledgedAt() {
    return Optional.ofNullable(acknowledgedAt);
  }

  /** Since when it has not the table that it should; empty while it has. */
  synchronized Optional<Instant> behindSince() {
    return Optional.ofNullable(behindSince);
  }
}
