package io.ocmfed.launcher;

import io.ocmfed.cluster.ClusterException;

/** A command cannot do what it was asked for; the message is one sentence for the user. */
public class LauncherException extends ClusterException {

  public LauncherException(String message) {
    super(message);
  }

  public LauncherException(String message, Throwable cause) {
    super(message, cause);
  }
}
