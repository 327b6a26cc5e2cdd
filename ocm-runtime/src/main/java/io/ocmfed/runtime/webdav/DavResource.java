package io.ocmfed.runtime.webdav;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A file or folder with what we know of it.
 *
 * @param href absolute path, encoded; ends with a slash for a folder
 * @param size bytes; empty when unknown, and of folders
 */
record DavResource(
    String href,
    String name,
    boolean folder,
    Optional<Long> size,
    Optional<Instant> modified,
    Optional<String> etag,
    Optional<String> contentType) {

  /** The properties of namespace {@code DAV:} as text; {@code resourcetype} is empty for files. */
  Map<String, String> properties() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("displayname", name);
    properties.put("resourcetype", folder ? "collection" : "");
    modified.ifPresent(
        time -> {
          properties.put("getlastmodified", Preconditions.httpDate(time));
          // Nobody tells us when a file was made; it was not after it last changed.
          properties.put(
              "creationdate", time.truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString());
        });
    etag.ifPresent(value -> properties.put("getetag", value));
    if (!folder) {
      size.ifPresent(value -> properties.put("getcontentlength", Long.toString(value)));
      contentType.ifPresent(value -> properties.put("getcontenttype", value));
    }
    return properties;
  }
}
