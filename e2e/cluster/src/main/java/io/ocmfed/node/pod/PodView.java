package io.ocmfed.node.pod;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A pod as its status shows it.
 *
 * @param startedAt when this node took it
 * @param initialized whether all init containers have succeeded
 * @param terminating whether its deletion has begun
 * @param failure why the node gave it up
 */
record PodView(
    String podIp,
    String nodeIp,
    Instant startedAt,
    boolean initialized,
    boolean terminating,
    Optional<Failure> failure,
    List<ContainerView> initContainers,
    List<ContainerView> containers) {

  /** The node's reason for ending a pod that its own containers did not end. */
  record Failure(String reason, String message) {}

  boolean allReady() {
    return !terminating && failure.isEmpty() && containers.stream().allMatch(ContainerView::ready);
  }
}
