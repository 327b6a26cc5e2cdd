package io.ocmfed.crds.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The fields of a kind as a Markdown table for {@code docs/resources.md}. */
final class FieldTable {

  /** The items of this list are the same for all kinds, so they have a table of their own. */
  static final String CONDITION = "status.conditions[]";

  private static final String HEAD = "| Field | Type | Default | Meaning |\n|---|---|---|---|\n";

  private FieldTable() {}

  /** All fields of {@code spec} and {@code status}, but not those of a condition. */
  static String of(Schema kind) {
    return table(kind, path -> !path.startsWith(CONDITION));
  }

  /** The fields of one condition. */
  static String ofCondition(Schema kind) {
    return table(kind, path -> path.startsWith(CONDITION + "."));
  }

  private static String table(Schema kind, Predicate<String> shown) {
    Set<String> required = new TreeSet<>();
    JsonNode root = kind.version().at("/schema/openAPIV3Schema");
    required(root, "", required);
    List<String> rows = new ArrayList<>();
    kind.eachField(
        (path, schema) -> {
          // What holds of the items of a list is said in the row of the list.
          boolean section = path.equals("spec") || path.equals("status");
          if (!section && !path.endsWith("[]") && shown.test(path)) {
            rows.add(row(path, schema, required.contains(path)));
          }
        });
    return HEAD + String.join("", rows);
  }

  private static void required(JsonNode schema, String path, Set<String> required) {
    schema.path("required").forEach(name -> required.add(below(path, name.asText())));
    schema
        .path("properties")
        .properties()
        .forEach(field -> required(field.getValue(), below(path, field.getKey()), required));
    if (schema.has("items")) {
      required(schema.get("items"), path + "[]", required);
    }
  }

  private static String below(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static String row(String path, JsonNode schema, boolean required) {
    return "| `%s` | %s | %s | %s |\n"
        .formatted(path, type(schema), preset(schema, required), cell(meaning(schema)));
  }

  private static String type(JsonNode schema) {
    if (schema.has("enum")) {
      return values(schema.get("enum"));
    }
    String type = schema.path("type").asText();
    return switch (type) {
      case "array" ->
          "list of at most %s: %s"
              .formatted(schema.path("maxItems").asText(), type(schema.get("items")));
      case "integer" -> type + range(schema);
      case "string" ->
          schema.path("format").asText().equals("date-time")
              ? "time"
              : type + atMost(schema.get("maxLength"), " characters");
      default -> type;
    };
  }

  private static String values(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(value -> "`" + value.asText() + "`")
        .collect(Collectors.joining(", "));
  }

  private static String atMost(JsonNode bound, String unit) {
    return bound == null ? "" : ", at most " + bound.asText() + unit;
  }

  private static String range(JsonNode schema) {
    String least = schema.has("minimum") ? ", " + schema.get("minimum").asText() + " or more" : "";
    return schema.has("maximum")
        ? ", %s to %s".formatted(schema.path("minimum").asText("-"), schema.get("maximum").asText())
        : least;
  }

  private static String preset(JsonNode schema, boolean required) {
    if (schema.has("default")) {
      JsonNode value = schema.get("default");
      return "`" + (value.isTextual() ? value.asText() : value.toString().replace("\"", "")) + "`";
    }
    return required ? "required" : "";
  }

  /** The description, with what some of them leave out. */
  private static String meaning(JsonNode schema) {
    String description = schema.path("description").asText();
    boolean fixed =
        StreamSupport.stream(schema.path("x-kubernetes-validations").spliterator(), false)
            .anyMatch(rule -> rule.path("rule").asText().equals("self == oldSelf"));
    return fixed && !description.contains("Cannot be changed")
        ? description + " Cannot be changed."
        : description;
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;");
  }
}
