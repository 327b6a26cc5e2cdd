package io.ocmfed.cluster;

import java.nio.file.Path;

/** Starts the one node of a cluster whose pods are processes of this machine. */
@FunctionalInterface
public interface NodeStarter {

  /**
   * Where the node belongs.
   *
   * @param kubeconfig an administrator's
   * @param stateDirectory where the node may keep what it needs; exists
   * @param clusterId the value of {@link ProcessRecords#MARKER} for every process it starts
   * @param range the addresses it may use
   */
  record Place(Path kubeconfig, Path stateDirectory, String clusterId, LoopbackRange range) {}

  /** A running node; closing it ends its pods' processes. */
  interface Node extends AutoCloseable {
    @Override
    void close();
  }

  Node start(Place place);
}
