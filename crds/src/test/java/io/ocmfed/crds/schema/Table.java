package io.ocmfed.crds.schema;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One file of a table of YAML: documents that are applied one after the other, and, of an invalid
 * one, what the API server must say of the last. Each comment line at its top is one complaint:
 * {@code # field: sentence}.
 */
record Table(String name, List<String> complaints, List<GenericKubernetesResource> documents) {

  static List<Table> in(String folder) {
    List<Table> cases = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("src/test/resources", folder))) {
      for (Path file : files.sorted().toList()) {
        cases.add(read(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return cases;
  }

  private static Table read(Path file) throws IOException {
    String text = Files.readString(file);
    List<String> complaints =
        text.lines().takeWhile(line -> line.startsWith("# ")).map(line -> line.substring(2)).toList();
    List<GenericKubernetesResource> documents =
        Stream.of(text.split("(?m)^---$"))
            .map(document -> Serialization.unmarshal(document, GenericKubernetesResource.class))
            .toList();
    return new Table(file.getFileName().toString().replace(".yaml", ""), complaints, documents);
  }

  GenericKubernetesResource last() {
    return documents.getLast();
  }

  @Override
  public String toString() {
    return name;
  }
}
