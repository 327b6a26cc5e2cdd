package io.ocmfed.node.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImagesTest {

  @ParameterizedTest
  @CsvSource({
    "postgres:18,postgres",
    "docker.io/library/postgres:18,postgres",
    "ocmfed/ocm-runtime:0.1.0,ocmfed/ocm-runtime",
    "ghcr.io/ocmfed/ocm-runtime,ocmfed/ocm-runtime",
    "localhost:5000/ocmfed/ocm-runtime:1@sha256:abc,ocmfed/ocm-runtime",
  })
  void aReferenceNamesAnImage(String reference, String name) {
    assertThat(Images.name(reference)).isEqualTo(name);
  }

  @Test
  void anUnknownImageIsNamedWithThoseThatThereAre() {
    var images =
        new Images(
            Map.of("ocmfed/ocm-runtime", Path.of("app")), JvmSettings.SMALL, Path.of("cache"));
    assertThatThrownBy(() -> images.find("redis:8"))
        .isInstanceOf(StartException.NoSuchImage.class)
        .hasMessage(
            "this node has no image redis:8; it has local/exec, ocmfed/ocm-runtime, postgres");
  }
}
