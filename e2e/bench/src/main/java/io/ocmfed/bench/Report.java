package io.ocmfed.bench;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Shows results as tables and keeps them as {@code <directory>/<bench>.json}. */
final class Report {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Path directory;
  private final PrintStream out;

  Report(Path directory, PrintStream out) {
    this.directory = directory;
    this.out = out;
  }

  void show(BenchResult result) throws IOException {
    Files.createDirectories(directory);
    JSON.writeValue(directory.resolve(result.bench() + ".json").toFile(), result);
    out.print(text(result));
    out.flush();
  }

  /** The table, in Markdown. */
  static String text(BenchResult result) {
    var text = new StringBuilder();
    Machine machine = result.machine();
    text.append(
        "%n%s: %s%n%s, %d processors, Java %s, load %s before%n"
            .formatted(
                result.bench(),
                result.setting(),
                machine.at(),
                machine.processors(),
                machine.java(),
                number(machine.loadAtBegin())));
    // Rows with the same figures make one table.
    Set<String> columns = Set.of();
    for (Row row : result.rows()) {
      if (!row.figures().keySet().equals(columns)) {
        columns = new LinkedHashSet<>(row.figures().keySet());
        text.append(line("", columns)).append(rule(columns.size()));
      }
      text.append(line(row.what(), row.figures().values().stream().map(Report::number).toList()));
    }
    text.append(line("goal", List.of("measured", "wanted", ""))).append(rule(3));
    for (Goal goal : result.goals()) {
      text.append(
          line(
              goal.what(),
              List.of(number(goal.measured()), goal.wanted(), goal.met() ? "met" : "MISSED")));
    }
    return text.toString();
  }

  private static String line(String head, Iterable<String> cells) {
    return "| " + head + " | " + String.join(" | ", cells) + " |\n";
  }

  private static String rule(int columns) {
    return "|---|" + "---:|".repeat(columns) + "\n";
  }

  /** Three figures, which is more than any of these deserves. */
  static String number(double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    if (value == Math.rint(value) || Math.abs(value) >= 100) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    return String.format(Locale.ROOT, Math.abs(value) >= 10 ? "%.1f" : "%.2f", value);
  }
}
