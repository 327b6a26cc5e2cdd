package io.ocmfed.runtime.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocmfed.runtime.web.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorageTest {

  private static final ResourcePath HERE = ResourcePath.parse("");
  private static final ResourcePath ALL = ResourcePath.parse("/");

  @TempDir Path files;
  private Storage storage;

  @BeforeEach
  void aliceAndBobHaveFiles() throws IOException {
    write("alice/Projects/report.pdf", "twelve bytes");
    write("alice/secret.txt", "not shared");
    write("bob/notes.txt", "bob's own");
    storage = new Storage(files);
  }

  @Test
  void aFileIsFoundBelowItsRoot() throws IOException {
    StoredResource report =
        storage.stat("alice", path("/Projects"), path("report.pdf")).orElseThrow();
    assertThat(report.name()).isEqualTo("report.pdf");
    assertThat(report.size()).isEqualTo(12);
    assertThat(report.etag()).matches("\"[0-9a-f]{24}\"");
  }

  @Test
  void anotherContentIsAnotherEtag() throws IOException {
    String before = storage.stat("alice", path("/secret.txt"), HERE).orElseThrow().etag();
    assertThat(storage.stat("alice", path("/secret.txt"), HERE).orElseThrow().etag())
        .isEqualTo(before);
    write("alice/secret.txt", "not shared either");
    assertThat(storage.stat("alice", path("/secret.txt"), HERE).orElseThrow().etag())
        .isNotEqualTo(before);
  }

  @Test
  void aLinkOutOfTheRootLeadsNowhere() throws IOException {
    link("alice/Projects/up.txt", files.resolve("alice/secret.txt"));
    link("alice/Projects/bob", files.resolve("bob"));
    link("alice/Projects/passwd", Path.of("/etc/passwd"));
    assertThat(storage.stat("alice", path("/Projects"), path("up.txt"))).isEmpty();
    assertThat(storage.stat("alice", ALL, path("Projects/bob/notes.txt"))).isEmpty();
    assertThat(storage.stat("alice", ALL, path("Projects/passwd"))).isEmpty();
    assertThatThrownBy(() -> storage.open("alice", path("/Projects"), path("up.txt")))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("RESOURCE_NOT_FOUND");
    assertThat(names(storage.list("alice", path("/Projects"), HERE))).containsExactly("report.pdf");
  }

  @Test
  void aLinkWithinTheRootIsFollowed() throws IOException {
    link("alice/shortcut", files.resolve("alice/Projects/report.pdf"));
    try (var bytes = storage.open("alice", ALL, path("shortcut")).bytes()) {
      assertThat(bytes.size()).isEqualTo(12);
    }
  }

  @Test
  void aRootThatIsALinkOutsideIsRefused() throws IOException {
    link("alice/theirs", files.resolve("bob"));
    assertThat(storage.stat("alice", path("/theirs"), path("notes.txt"))).isEmpty();
  }

  @Test
  void whatIsBelowAFileDoesNotExist() throws IOException {
    assertThat(storage.stat("alice", ALL, path("secret.txt/more"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../bob/notes.txt",
        "Projects/../../bob",
        "a\u0000b",
        "a\nb",
        "a\\b",
        ".",
        "\ud800"
      })
  void dangerousNamesAreRefusedWithASentence(String path) {
    assertThatThrownBy(() -> ResourcePath.parse(path))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("INVALID_REQUEST");
  }

  @Test
  void namesOutsideAsciiWork() throws IOException {
    write("alice/Überblick €.txt", "x");
    assertThat(names(storage.list("alice", ALL, HERE)))
        .containsExactly("Projects", "secret.txt", "Überblick €.txt");
  }

  private static List<String> names(List<StoredResource> resources) {
    return resources.stream().map(StoredResource::name).toList();
  }

  private static ResourcePath path(String text) {
    return ResourcePath.parse(text);
  }

  private void link(String name, Path target) throws IOException {
    Files.createSymbolicLink(files.resolve(name), target);
  }

  private void write(String name, String content) throws IOException {
    Path file = files.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
