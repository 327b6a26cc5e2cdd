package io.ocmfed.node.image;

/** A container cannot be started as asked. The message goes into the pod's status. */
public class StartException extends Exception {

  public StartException(String message) {
    super(message);
  }

  /** The node has no such image; waiting will not help, but another version of the pod may. */
  public static final class NoSuchImage extends StartException {
    NoSuchImage(String message) {
      super(message);
    }
  }

  public StartException(String message, Throwable cause) {
    super(message, cause);
  }
}
