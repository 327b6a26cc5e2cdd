package io.ocmfed.runtime.peer;

import java.time.Instant;
import java.util.Optional;

/** The header Retry-After (RFC 9110, section 10.2.3): seconds, or a date. */
final class RetryAfter {

  private RetryAfter() {}

  /** When to try again; empty when the header is absent or cannot be read. */
  static Optional<Instant> read(String value, Instant now) {
    if (value == null) {
      return Optional.empty();
    }
    String text = value.strip();
    if (text.matches("\\d{1,9}")) {
      return Optional.of(now.plusSeconds(Long.parseLong(text)));
    }
    return HttpDate.read(text);
  }
}
