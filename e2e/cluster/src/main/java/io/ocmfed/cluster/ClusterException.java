package io.ocmfed.cluster;

/** A cluster cannot be had or does not answer; the message is a sentence for the user. */
public class ClusterException extends RuntimeException {

  public ClusterException(String message) {
    super(message);
  }

  public ClusterException(String message, Throwable cause) {
    super(message, cause);
  }
}
