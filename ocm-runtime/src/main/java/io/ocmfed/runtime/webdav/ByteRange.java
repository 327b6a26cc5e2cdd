package io.ocmfed.runtime.webdav;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a Range header asks of a file (RFC 9110, section 14). One range; several are all of it. */
sealed interface ByteRange {

  /** The whole file; also when the header cannot be read, which the standard says to ignore. */
  record Whole() implements ByteRange {}

  /** Bytes first to last, inclusive. */
  record Part(long first, long last) implements ByteRange {
    long length() {
      return last - first + 1;
    }
  }

  /** Nothing of it exists. */
  record Unsatisfiable() implements ByteRange {}

  Pattern FORM = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})", Pattern.CASE_INSENSITIVE);

  /**
   * @param header null when absent
   * @param size of the file in bytes
   */
  static ByteRange of(String header, long size) {
    Matcher matcher = header == null ? null : FORM.matcher(header.strip());
    if (matcher == null || !matcher.matches()) {
      return new Whole();
    }
    String from = matcher.group(1);
    String to = matcher.group(2);
    if (from.isEmpty()) {
      return to.isEmpty() ? new Whole() : suffix(Long.parseLong(to), size);
    }
    long first = Long.parseLong(from);
    long last = to.isEmpty() ? size - 1 : Math.min(Long.parseLong(to), size - 1);
    if (!to.isEmpty() && Long.parseLong(to) < first) {
      return new Whole();
    }
    return first >= size ? new Unsatisfiable() : new Part(first, last);
  }

  private static ByteRange suffix(long length, long size) {
    if (length == 0 || size == 0) {
      return new Unsatisfiable();
    }
    return new Part(Math.max(0, size - length), size - 1);
  }
}
