package io.ocmfed.runtime.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorsPageTest {

  private static final Path PAGE = Path.of("..", "docs", "errors.md");

  @Test
  void thePageExplainsEveryCodeInTheOrderOfTheEnum() throws IOException {
    List<String> headings =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.startsWith("## "))
            .map(line -> line.substring(3))
            .toList();
    assertThat(headings)
        .containsExactlyElementsOf(Arrays.stream(Code.values()).map(Code::name).toList());
  }

  @Test
  void eachCodeHasItsStatusACauseAndARemedy() throws IOException {
    String page = Files.readString(PAGE);
    for (Code code : Code.values()) {
      String rest = page.substring(page.indexOf("\n## " + code.name() + "\n") + 4);
      int next = rest.indexOf("\n## ");
      String section = next < 0 ? rest : rest.substring(0, next);
      assertThat(section)
          .as(code.name())
          .contains("Status " + code.status(), "**Cause:**", "**Remedy:**");
      assertThat(section.contains("heals")).as(code.name()).isEqualTo(code.retryable());
    }
  }
}
