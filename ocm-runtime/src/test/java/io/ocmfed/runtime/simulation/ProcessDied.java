package io.ocmfed.runtime.simulation;

/** Unwinds what a process was doing when it died; nobody within it may catch this. */
final class ProcessDied extends Error {

  private static final long serialVersionUID = 1;

  private final transient Node node;

  ProcessDied(Node node) {
    super(node.domain(), null, false, false);
    this.node = node;
  }

  Node node() {
    return node;
  }
}
