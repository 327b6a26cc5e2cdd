package io.ocmfed.runtime.webdav;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads a peer's answer to PROPFIND; only what we hand on, so that nothing else passes through. */
final class PeerMultistatus {

  private PeerMultistatus() {}

  /**
   * One response.
   *
   * @param path the decoded segments of its href, at the peer
   */
  record Entry(
      List<String> path,
      boolean folder,
      Optional<Long> size,
      Optional<Instant> modified,
      Optional<String> etag,
      Optional<String> contentType) {}

  /** The responses in order; those whose href cannot be a resource are left out. */
  static List<Entry> parse(byte[] body) throws XMLStreamException {
    List<Entry> entries = new ArrayList<>();
    XMLStreamReader reader = Xml.reader(body);
    try {
      boolean any = false;
      while (reader.hasNext()) {
        if (Xml.next(reader) != XMLStreamConstants.START_ELEMENT) {
          continue;
        }
        if (!any && !is(reader, "multistatus")) {
          throw new XMLStreamException("not a multistatus");
        }
        any = true;
        if (is(reader, "response")) {
          response(reader).ifPresent(entries::add);
        }
      }
    } finally {
      reader.close();
    }
    return entries;
  }

  private static Optional<Entry> response(XMLStreamReader reader) throws XMLStreamException {
    String href = "";
    Map<String, String> good = new HashMap<>();
    Map<String, String> current = new HashMap<>();
    int depth = 1;
    while (depth > 0) {
      int event = Xml.next(reader);
      if (event == XMLStreamConstants.END_ELEMENT) {
        depth--;
      } else if (event == XMLStreamConstants.START_ELEMENT) {
        depth++;
        if (depth == 2 && is(reader, "href")) {
          href = reader.getElementText().strip();
          depth--;
        } else if (depth == 2 && is(reader, "propstat")) {
          current = new HashMap<>();
        } else if (depth == 3 && is(reader, "status")) {
          if (reader.getElementText().contains(" 200")) {
            good.putAll(current);
          }
          depth--;
        } else if (depth == 5 && is(reader, "collection")) {
          current.put("collection", "");
        } else if (depth == 4 && plain(reader)) {
          current.put(reader.getLocalName(), reader.getElementText().strip());
          depth--;
        }
      }
    }
    return segments(href).map(path -> entry(path, good));
  }

  private static boolean plain(XMLStreamReader reader) {
    return Xml.DAV.equals(reader.getNamespaceURI())
        && List.of("getcontentlength", "getcontenttype", "getetag", "getlastmodified")
            .contains(reader.getLocalName());
  }

  private static boolean is(XMLStreamReader reader, String name) {
    return name.equals(reader.getLocalName()) && Xml.DAV.equals(reader.getNamespaceURI());
  }

  private static Entry entry(List<String> path, Map<String, String> properties) {
    return new Entry(
        path,
        properties.containsKey("collection"),
        Optional.ofNullable(properties.get("getcontentlength"))
            .filter(text -> text.matches("\\d{1,18}"))
            .map(Long::valueOf),
        Optional.ofNullable(properties.get("getlastmodified")).flatMap(PeerMultistatus::date),
        Optional.ofNullable(properties.get("getetag")).filter(text -> !text.isEmpty()),
        Optional.ofNullable(properties.get("getcontenttype")).filter(text -> !text.isEmpty()));
  }

  private static Optional<List<String>> segments(String href) {
    try {
      // Some servers write spaces as they are.
      String raw = URI.create(href.replace(" ", "%20")).getRawPath();
      return Optional.ofNullable(raw).map(DavPath::segments);
    } catch (IllegalArgumentException | io.ocmfed.runtime.web.FailureException notAPath) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException notADate) {
      return Optional.empty();
    }
  }
}
