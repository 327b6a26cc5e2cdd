package io.ocmfed.node.pod;

/** What a probe found. */
sealed interface ProbeResult {

  record Success() implements ProbeResult {}

  /** Not as wanted; the message is for people. */
  record Failure(String message) implements ProbeResult {}
}
