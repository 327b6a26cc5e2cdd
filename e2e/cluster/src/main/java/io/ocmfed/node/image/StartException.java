package io.ocmfed.node.image;

/** A container cannot be started as asked. The message goes into the pod's status. */
public class StartException extends Exception {

  public StartException(String message) {
    super(message);
  }

  public StartException(String message, Throwable cause) {
    super(message, cause);
  }
}
