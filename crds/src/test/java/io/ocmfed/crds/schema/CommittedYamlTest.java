package io.ocmfed.crds.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The committed CRDs are what the types say. {@code -Dcrds.update} writes them anew; the tests then
 * look at the result all the same.
 */
class CommittedYamlTest {

  private static final boolean UPDATE = System.getProperty("crds.update") != null;

  @ParameterizedTest
  @ValueSource(strings = {"yaml", "../helm/ocm-operator/crds"})
  void committedYamlIsWhatTheTypesSay(String folder) throws IOException {
    Map<String, String> generated = CrdGeneration.generate();
    Path target = Path.of(folder);
    if (UPDATE) {
      write(generated, target);
    }
    assertThat(read(target))
        .as("%s; to write it anew: -Dcrds.update", target.toAbsolutePath().normalize())
        .isEqualTo(generated);
  }

  private static void write(Map<String, String> files, Path target) throws IOException {
    Files.createDirectories(target);
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(target.resolve(file.getKey()), file.getValue());
    }
  }

  private static Map<String, String> read(Path folder) throws IOException {
    Map<String, String> files = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return files;
    }
    try (Stream<Path> paths = Files.list(folder)) {
      for (Path path : paths.toList()) {
        files.put(path.getFileName().toString(), Files.readString(path));
      }
    }
    return files;
  }
}
