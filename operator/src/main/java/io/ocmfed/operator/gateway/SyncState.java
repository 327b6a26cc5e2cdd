package io.ocmfed.operator.gateway;

import io.ocmfed.operator.runtime.Answer;
import io.ocmfed.operator.runtime.Endpoint;
import io.ocmfed.operator.runtime.Fence;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far the current table of an installation has got.
 *
 * @param current its fence; empty before the first table
 * @param gateway the gateway endpoints it names
 * @param targets every ready runtime pod
 */
public record SyncState(
    Optional<Fence> current, List<Endpoint> gateway, List<TargetState> targets) {

  /** Nothing is known yet. */
  public static final SyncState NONE = new SyncState(Optional.empty(), List.of(), List.of());

  /**
   * One runtime pod.
   *
   * @param runtime name of the runtime in the spec
   * @param pod name of the pod
   * @param inSync whether it has acknowledged the current table
   * @param trouble what came of the last push, when that failed
   * @param behindSince since when it has not the table that it should have; empty while it has
   */
  public record TargetState(
      String runtime,
      String pod,
      boolean inSync,
      Optional<Answer<?>> trouble,
      Optional<Instant> behindSince) {}
}
