package io.ocmfed.runtime.webdav;

import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A share and a path inside it, from a request's raw path.
 *
 * @param segments decoded once, none of them empty, {@code .} or {@code ..}, none with a slash
 */
record DavPath(String shareId, List<String> segments) {

  /**
   * @param below the raw path after the prefix, without leading slash
   * @throws io.ocmfed.runtime.web.FailureException INVALID_REQUEST for what is no path inside a
   *     share, however it is encoded
   */
  static DavPath parse(String below) {
    List<String> segments = segments(below);
    if (segments.isEmpty()) {
      throw Failure.client(Code.RESOURCE_NOT_FOUND, "Name a share: .../{share id}/{path}.")
          .toException();
    }
    return new DavPath(segments.getFirst(), segments.subList(1, segments.size()));
  }

  /** The decoded segments of a raw path; empty ones are dropped. */
  static List<String> segments(String rawPath) {
    List<String> segments = new ArrayList<>();
    for (String raw : rawPath.split("/")) {
      if (raw.isEmpty()) {
        continue;
      }
      String segment = decode(raw);
      if (segment.equals(".")
          || segment.equals("..")
          || segment.chars().anyMatch(c -> c == '/' || c == '\\' || c < 0x20 || c == 0x7f)) {
        throw invalid();
      }
      segments.add(segment);
    }
    return List.copyOf(segments);
  }

  /** Relative to the share, decoded, without leading slash; empty is the share itself. */
  String relative() {
    return String.join("/", segments);
  }

  /** One segment as it stands in a URI. */
  static String encode(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("%7E", "~");
  }

  /** Segments as they stand in a URI, each after a slash. */
  static String encode(List<String> segments) {
    return segments.stream().map(each -> "/" + encode(each)).collect(Collectors.joining());
  }

  private static String decode(String raw) {
    ByteBuffer bytes = ByteBuffer.allocate(raw.length() * 4);
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        if (i + 2 >= raw.length()) {
          throw invalid();
        }
        int high = Character.digit(raw.charAt(i + 1), 16);
        int low = Character.digit(raw.charAt(i + 2), 16);
        if (high < 0 || low < 0) {
          throw invalid();
        }
        bytes.put((byte) (high << 4 | low));
        i += 2;
      } else {
        bytes.put(Character.toString(c).getBytes(StandardCharsets.UTF_8));
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException notUtf8) {
      throw invalid();
    }
  }

  private static RuntimeException invalid() {
    return Failure.client(
            Code.INVALID_REQUEST,
            "The path is not one inside a share: no . or .., no encoded slash, UTF-8 only.")
        .toException();
  }
}
