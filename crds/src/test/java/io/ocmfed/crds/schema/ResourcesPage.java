package io.ocmfed.crds.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code docs/resources.md}, whose parts stand between {@code <!-- begin NAME -->} and {@code <!--
 * end NAME -->}, each on a line of its own.
 */
record ResourcesPage(String text) {

  static final Path FILE = Path.of("../docs/resources.md");

  static ResourcesPage read() {
    try {
      return new ResourcesPage(Files.readString(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write() throws IOException {
    Files.writeString(FILE, text);
  }

  String part(String name) {
    return text.substring(start(name), end(name));
  }

  ResourcesPage with(String name, String content) {
    return new ResourcesPage(text.substring(0, start(name)) + content + text.substring(end(name)));
  }

  /** The rows of the table in a part, cell by cell, without its head. */
  List<List<String>> rows(String name) {
    List<List<String>> rows = new ArrayList<>();
    part(name)
        .lines()
        .filter(line -> line.startsWith("|"))
        .skip(2)
        .forEach(
            line ->
                rows.add(
                    Stream.of(line.substring(1).split("(?<!\\\\)\\|"))
                        .map(String::strip)
                        .toList()));
    return rows;
  }

  private int start(String name) {
    return after("<!-- begin " + name + " -->\n");
  }

  private int end(String name) {
    String marker = "<!-- end " + name + " -->\n";
    return after(marker) - marker.length();
  }

  private int after(String marker) {
    int at = text.indexOf(marker);
    if (at < 0 || at != text.lastIndexOf(marker)) {
      throw new IllegalStateException("docs/resources.md must have this line once: " + marker);
    }
    return at + marker.length();
  }
}
