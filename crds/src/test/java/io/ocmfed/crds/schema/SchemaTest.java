package io.ocmfed.crds.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ocmfed.crds.WireName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every field of every kind. */
class SchemaTest {

  static Stream<Schema> kinds() {
    return Schema.committed().stream();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyStringAndEveryListIsBounded(Schema kind) {
    List<String> unbounded = new ArrayList<>();
    kind.eachField(
        (path, field) -> {
          String type = field.path("type").asText();
          if (type.equals("string") && !field.has("maxLength") && !field.has("enum")) {
            unbounded.add(path);
          }
          if (type.equals("array") && !field.has("maxItems")) {
            unbounded.add(path);
          }
        });
    assertThat(unbounded).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyFieldIsDescribedInWholeSentences(Schema kind) {
    List<String> silent = new ArrayList<>();
    kind.eachField(
        (path, field) -> {
          boolean item = path.endsWith("[]");
          if (!item && !field.path("description").asText().endsWith(".")) {
            silent.add(path);
          }
        });
    assertThat(silent).isEmpty();
    assertThat(kind.version().at("/schema/openAPIV3Schema/description").asText()).endsWith(".");
  }

  /** The generator finds annotations of a record component on its field and on its accessor. */
  @ParameterizedTest
  @MethodSource("kinds")
  void everyRuleIsThereOnceAndHasAMessage(Schema kind) {
    kind.eachField(
        (path, field) -> {
          Set<JsonNode> rules = new HashSet<>();
          field
              .path("x-kubernetes-validations")
              .forEach(
                  rule -> {
                    assertThat(rules.add(rule.get("rule"))).as(path + ": " + rule).isTrue();
                    assertThat(rule.path("message").asText()).as(path).isNotBlank();
                  });
        });
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void nobodyCanWriteTheValueThatStandsForUnknownOnes(Schema kind) {
    assertThat(kind.crd().toString()).doesNotContain(WireName.UNKNOWN_WIRE_NAME);
  }

  /** Keys that the API server drops make GitOps tools see a difference for ever. */
  @ParameterizedTest
  @MethodSource("kinds")
  void noKeyIsEmptyExceptWhereEmptySaysSomething(Schema kind) {
    List<String> empty = new ArrayList<>();
    emptyKeys("", kind.crd(), empty);
    assertThat(empty)
        .allMatch(path -> path.endsWith("/subresources/status") || path.endsWith("/default"));
  }

  private static void emptyKeys(String path, JsonNode node, List<String> found) {
    node.properties()
        .forEach(
            child -> {
              JsonNode value = child.getValue();
              String name = path + "/" + child.getKey();
              boolean blank = value.isTextual() && value.asText().isEmpty();
              if (value.isNull() || blank || (value.isContainerNode() && value.isEmpty())) {
                found.add(name);
              }
              emptyKeys(name, value, found);
            });
    if (node.isArray()) {
      node.forEach(item -> emptyKeys(path + "[]", item, found));
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void conditionsAreAListMapKeyedByType(Schema kind) {
    JsonNode conditions =
        kind.version()
            .at("/schema/openAPIV3Schema/properties/status/properties/conditions");
    assertThat(conditions.path("x-kubernetes-list-type").asText()).isEqualTo("map");
    assertThat(conditions.path("x-kubernetes-list-map-keys").toString()).isEqualTo("[\"type\"]");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void kindsAreInTheCategoryAndCanBeSelectedBy(Schema kind) {
    assertThat(kind.crd().at("/spec/names/categories").toString()).isEqualTo("[\"ocm\"]");
    List<String> paths = new ArrayList<>();
    kind.version().path("selectableFields").forEach(f -> paths.add(f.path("jsonPath").asText()));
    assertThat(paths)
        .containsExactlyInAnyOrderElementsOf(
            switch (kind.kind()) {
              case "OcmInstance" -> List.of(".spec.domain");
              case "OcmTrust" -> List.of(".spec.instanceRef.name", ".spec.domain");
              case "OcmInvite" -> List.of(".spec.trustRef.name", ".spec.type", ".status.phase");
              default -> List.of(".spec.trustRef.name", ".spec.direction", ".status.phase");
            });
  }
}
