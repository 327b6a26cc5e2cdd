package io.ocmfed.node.volume;

/** A volume cannot be had yet; the message is for the pod's status and may become untrue later. */
public class VolumeException extends Exception {

  public VolumeException(String message) {
    super(message);
  }

  public VolumeException(String message, Throwable cause) {
    super(message, cause);
  }
}
