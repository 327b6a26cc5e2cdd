package io.ocmfed.crds.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocmfed.crds.ConditionType;
import io.ocmfed.crds.Reason;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The page that people read is what the CRDs and the enums say. {@code -Ddocs.update} writes the
 * tables of fields anew; what conditions and reasons mean is written by people, and only that each
 * is there is checked.
 */
class ResourcesPageTest {

  private static final boolean UPDATE = System.getProperty("docs.update") != null;

  @Test
  void tablesOfFieldsAreWhatTheCrdsSay() throws IOException {
    Map<String, String> generated = tables();
    if (UPDATE) {
      ResourcesPage page = ResourcesPage.read();
      for (Map.Entry<String, String> table : generated.entrySet()) {
        page = page.with(table.getKey(), table.getValue());
      }
      page.write();
    }
    ResourcesPage page = ResourcesPage.read();
    generated.forEach(
        (name, table) ->
            assertThat(page.part(name))
                .as("docs/resources.md, %s; to write it anew: -Ddocs.update", name)
                .isEqualTo(table));
  }

  @Test
  void conditionsAreTheSameInAllKinds() {
    assertThat(Schema.committed().stream().map(FieldTable::ofCondition).collect(Collectors.toSet()))
        .hasSize(1);
  }

  @Test
  void everyConditionIsExplainedOnce() {
    assertExplained("conditions", Stream.of(ConditionType.values()).map(ConditionType::wireName));
  }

  @Test
  void everyReasonIsExplainedOnce() {
    assertExplained("reasons", Stream.of(Reason.values()).map(Reason::wireName));
  }

  private static void assertExplained(String part, Stream<String> names) {
    List<List<String>> rows = ResourcesPage.read().rows(part);
    assertThat(rows.stream().map(List::getFirst))
        .as("first cells of the table of %s in docs/resources.md", part)
        .containsExactlyInAnyOrderElementsOf(names.map(name -> "`" + name + "`").toList());
    assertThat(rows).allSatisfy(row -> assertThat(row).hasSize(3).doesNotContain(""));
  }

  private static Map<String, String> tables() {
    Map<String, String> tables = new LinkedHashMap<>();
    Schema.committed().forEach(kind -> tables.put(kind.kind(), FieldTable.of(kind)));
    tables.put("condition", FieldTable.ofCondition(Schema.committed().getFirst()));
    return tables;
  }
}
