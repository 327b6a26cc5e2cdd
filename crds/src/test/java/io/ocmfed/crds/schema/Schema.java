package io.ocmfed.crds.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** A committed CRD, to be walked field by field; list items are {@code []} in a field's path. */
record Schema(String kind, JsonNode crd) {

  static List<Schema> committed() {
    List<Schema> schemas = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("yaml"))) {
      for (Path file : files.sorted().toList()) {
        JsonNode crd = Serialization.unmarshal(Files.readString(file), JsonNode.class);
        schemas.add(new Schema(crd.at("/spec/names/kind").asText(), crd));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return schemas;
  }

  static Schema of(String kind) {
    return committed().stream().filter(s -> s.kind().equals(kind)).findFirst().orElseThrow();
  }

  JsonNode version() {
    return crd.at("/spec/versions/0");
  }

  /** Calls for {@code spec} and {@code status} and all below: path, schema of that field. */
  void eachField(BiConsumer<String, JsonNode> visitor) {
    fieldsBelow("", version().at("/schema/openAPIV3Schema"), visitor);
  }

  private static void fieldsBelow(
      String path, JsonNode schema, BiConsumer<String, JsonNode> visitor) {
    schema
        .path("properties")
        .properties()
        .forEach(
            field -> {
              String name = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
              visitor.accept(name, field.getValue());
              fieldsBelow(name, field.getValue(), visitor);
            });
    if (schema.has("items")) {
      visitor.accept(path + "[]", schema.get("items"));
      fieldsBelow(path + "[]", schema.get("items"), visitor);
    }
  }

  @Override
  public String toString() {
    return kind;
  }
}
