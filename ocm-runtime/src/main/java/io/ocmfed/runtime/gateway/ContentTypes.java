package io.ocmfed.runtime.gateway;

import java.net.FileNameMap;
import java.net.URLConnection;
import java.util.Locale;
import java.util.Map;

/** The media type of a file, by its name. */
final class ContentTypes {

  private static final FileNameMap KNOWN = URLConnection.getFileNameMap();
  private static final Map<String, String> MORE =
      Map.of(
          "md", "text/markdown",
          "json", "application/json",
          "yaml", "application/yaml",
          "yml", "application/yaml",
          "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
          "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
          "pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation",
          "odt", "application/vnd.oasis.opendocument.text",
          "ods", "application/vnd.oasis.opendocument.spreadsheet",
          "mp4", "video/mp4");

  private ContentTypes() {}

  static String of(String name) {
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    String type = MORE.get(ending);
    if (type == null) {
      type = KNOWN.getContentTypeFor(name);
    }
    return type == null ? "application/octet-stream" : type;
  }
}
