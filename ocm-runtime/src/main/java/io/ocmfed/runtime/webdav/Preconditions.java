package io.ocmfed.runtime.webdav;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Conditional requests for reading (RFC 9110, section 13). Header values are null when absent. */
final class Preconditions {

  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Preconditions() {}

  /** A time as headers and properties have it. */
  static String httpDate(Instant time) {
    return HTTP_DATE.format(time);
  }

  /** Whether the client has it already: 304. */
  static boolean notModified(
      String ifNoneMatch, String ifModifiedSince, String etag, Instant modified) {
    if (ifNoneMatch != null) {
      return matches(ifNoneMatch, etag);
    }
    return date(ifModifiedSince)
        .map(since -> !modified.truncatedTo(ChronoUnit.SECONDS).isAfter(since))
        .orElse(false);
  }

  /** Whether the resource is not the one meant: 412. */
  static boolean failed(String ifMatch, String etag) {
    return ifMatch != null && !matches(ifMatch, etag);
  }

  /** Whether a Range header holds. A date must be exactly the one that was sent. */
  static boolean rangeHolds(String ifRange, String etag, Instant modified) {
    if (ifRange == null) {
      return true;
    }
    String value = ifRange.strip();
    return value.startsWith("\"") || value.startsWith("W/")
        ? value.equals(etag)
        : date(value).map(modified.truncatedTo(ChronoUnit.SECONDS)::equals).orElse(false);
  }

  private static boolean matches(String list, String etag) {
    return list.strip().equals("*")
        || Arrays.stream(list.split(","))
            .map(String::strip)
            .map(each -> each.startsWith("W/") ? each.substring(2) : each)
            .anyMatch(etag::equals);
  }

  private static Optional<Instant> date(String text) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException notADate) {
      return Optional.empty();
    }
  }
}
