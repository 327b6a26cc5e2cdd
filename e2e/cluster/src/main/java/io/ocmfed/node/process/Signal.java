package io.ocmfed.node.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/** The signals that the node sends. Java itself knows TERM and KILL only. */
public enum Signal {
  TERM,
  INT,
  KILL,
  STOP,
  CONT;

  /** Sends this signal; a process that is gone already is no error. */
  void sendTo(long pid) {
    try {
      // kill is built into every shell, so no package is needed for it.
      new ProcessBuilder("/bin/sh", "-c", "kill -" + name() + " " + pid)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor(5, TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot send " + this + " to process " + pid, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
