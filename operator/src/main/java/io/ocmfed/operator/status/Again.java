package io.ocmfed.operator.status;

import java.time.Duration;

/** When an object is looked at again, if nothing happens before. */
public sealed interface Again {

  /** Not before something happens. */
  record OnEvent() implements Again {}

  /** After that time. */
  record After(Duration delay) implements Again {}

  /** With backoff and jitter. */
  record Backoff() implements Again {}
}
