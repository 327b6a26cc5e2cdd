package io.ocmfed.crds.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.ocmfed.crds.OcmInstance;
import io.ocmfed.crds.OcmInvite;
import io.ocmfed.crds.OcmShare;
import io.ocmfed.crds.OcmTrust;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is right is taken, shows that nobody has looked yet, and reads back the same. */
@ExtendWith(InstalledCrds.Extension.class)
class ValidYamlTest {

  static Stream<Table> files() {
    return Table.in("valid").stream();
  }

  @ParameterizedTest
  @MethodSource("files")
  void isTakenAndIsPendingAtOnce(Table file, InstalledCrds crds) {
    GenericKubernetesResource created = null;
    for (GenericKubernetesResource document : file.documents()) {
      created = crds.apply(document);
    }

    JsonNode ready = tree(created).at("/status/conditions/0");
    assertThat(ready.path("type").asText()).isEqualTo("Ready");
    assertThat(ready.path("status").asText()).isEqualTo("Unknown");
    assertThat(ready.path("reason").asText()).isEqualTo("Pending");
    assertThat(ready.path("lastTransitionTime").asText()).isEqualTo("1970-01-01T00:00:00Z");
    crds.client().resource(created).delete();
  }

  /** What the API server holds, the types hold: nothing lost, nothing added, nothing renamed. */
  @ParameterizedTest
  @MethodSource("files")
  void readsIntoTheTypesAndBack(Table file, InstalledCrds crds) {
    file.documents().forEach(crds::apply);
    GenericKubernetesResource stored =
        file.last().getAdditionalProperties().containsKey("status")
            ? crds.applyStatus(file.last())
            : crds.apply(file.last());
    KubernetesSerialization json = crds.client().getKubernetesSerialization();
    JsonNode tree = tree(stored);

    CustomResource<?, ?> typed = json.unmarshal(tree.toString(), typeOf(file));
    JsonNode again = json.unmarshal(json.asJson(typed), JsonNode.class);

    assertThat(again.get("spec")).isEqualTo(tree.get("spec"));
    assertThat(again.get("status")).isEqualTo(tree.get("status"));
    CustomResource<?, ?> twice = json.unmarshal(json.asJson(typed), typeOf(file));
    assertThat(twice.getSpec()).isEqualTo(typed.getSpec());
    assertThat(twice.getStatus()).isEqualTo(typed.getStatus());
    crds.client().resource(stored).delete();
  }

  @Test
  void everyFieldIsInSomeFile() {
    Set<String> fields = new TreeSet<>();
    for (Schema schema : Schema.committed()) {
      schema.eachField((path, field) -> fields.add(schema.kind() + " " + path));
    }
    Set<String> used = new HashSet<>();
    for (Table file : Table.in("valid")) {
      for (GenericKubernetesResource document : file.documents()) {
        JsonNode tree = tree(document);
        for (String part : List.of("spec", "status")) {
          collect(document.getKind() + " " + part, tree.path(part), used);
        }
      }
    }
    assertThat(fields).hasSizeGreaterThan(100);
    fields.removeAll(used);
    assertThat(fields).as("fields that no file in valid/ uses").isEmpty();
  }

  private static void collect(String path, JsonNode node, Set<String> used) {
    if (node.isMissingNode()) {
      return;
    }
    used.add(path);
    node.properties().forEach(f -> collect(path + "." + f.getKey(), f.getValue(), used));
    if (node.isArray()) {
      node.forEach(item -> collect(path + "[]", item, used));
    }
  }

  private static JsonNode tree(GenericKubernetesResource resource) {
    return Serialization.unmarshal(Serialization.asJson(resource), JsonNode.class);
  }

  private static Class<? extends CustomResource<?, ?>> typeOf(Table file) {
    return switch (file.last().getKind()) {
      case "OcmInstance" -> OcmInstance.class;
      case "OcmTrust" -> OcmTrust.class;
      case "OcmInvite" -> OcmInvite.class;
      case "OcmShare" -> OcmShare.class;
      default -> throw new IllegalArgumentException(file.last().getKind());
    };
  }
}
