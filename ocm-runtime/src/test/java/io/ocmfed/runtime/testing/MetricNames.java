package io.ocmfed.runtime.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of metrics and their labels, in what a process exports and in docs/operations.md. */
public final class MetricNames {

  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(ocmfed_\\w+)(?:\\{([^}]*)})?` \\| (\\w+) \\|");
  private static final Pattern SAMPLE = Pattern.compile("(?m)^(ocmfed_\\w+)(?:\\{(.*)})? \\S+$");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");

  private MetricNames() {}

  /** What the page says that a kind of process exports. */
  public static Map<String, Set<String>> documented(Set<String> of) {
    Map<String, Set<String>> all = new TreeMap<>();
    Matcher row = ROW.matcher(read(Path.of("..", "docs", "operations.md")));
    while (row.find()) {
      if (of.contains(row.group(3))) {
        String labels = row.group(2);
        all.put(row.group(1), new TreeSet<>(labels == null ? Set.of() : Set.of(labels.split(","))));
      }
    }
    return all;
  }

  /** What {@code /q/metrics} gave; the series of a histogram are one metric. */
  public static Map<String, Set<String>> exported(String text) {
    Map<String, Set<String>> all = new TreeMap<>();
    Matcher sample = SAMPLE.matcher(text);
    while (sample.find()) {
      String name = sample.group(1).replaceFirst("_(bucket|count|sum|max)$", "");
      Set<String> labels = new TreeSet<>();
      Matcher label = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2));
      while (label.find()) {
        if (!label.group(1).equals("le")) {
          labels.add(label.group(1));
        }
      }
      all.computeIfAbsent(name, any -> new TreeSet<>()).addAll(labels);
    }
    return all;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
