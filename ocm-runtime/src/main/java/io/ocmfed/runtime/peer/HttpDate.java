package io.ocmfed.runtime.peer;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The date in a header (RFC 9110, section 5.6.7), in the form that senders must use. */
final class HttpDate {

  private HttpDate() {}

  /** Empty when the header is absent (null) or cannot be read. */
  static Optional<Instant> read(String value) {
    if (value == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException other) {
      return Optional.empty();
    }
  }
}
