package io.ocmfed.runtime.web;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The header Retry-After (RFC 9110, 10.2.3), in seconds. */
public final class Retry {

  private Retry() {}

  /** The value for a failure; empty when trying again does not help by itself. */
  public static Optional<String> after(Failure failure, Instant now) {
    if (!failure.code().retryable()) {
      return Optional.empty();
    }
    long seconds =
        failure.retryAt() == null ? 1 : Duration.between(now, failure.retryAt()).toSeconds();
    return Optional.of(Long.toString(Math.max(1, seconds)));
  }
}
