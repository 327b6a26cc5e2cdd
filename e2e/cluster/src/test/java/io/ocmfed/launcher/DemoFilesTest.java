package io.ocmfed.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFilesTest {

  @TempDir Path files;

  @Test
  void aliceHasAReportWhoseTableOfObjectsIsRight() throws Exception {
    DemoFiles.lay(files, DemoUser.of("alice", "Alice Liddell"));

    byte[] bytes = Files.readAllBytes(files.resolve("alice" + DemoFiles.REPORT));
    String pdf = new String(bytes, StandardCharsets.US_ASCII);
    assertThat(pdf).startsWith("%PDF-1.4").contains("Report by Alice Liddell").endsWith("%%EOF\n");
    List<String> lines = pdf.lines().toList();
    int tableAt = Integer.parseInt(lines.get(lines.size() - 2));
    assertThat(pdf.substring(tableAt)).startsWith("xref");
    for (int i = 1; i <= 5; i++) {
      String entry = pdf.substring(tableAt).lines().toList().get(2 + i);
      assertThat(pdf.substring(Integer.parseInt(entry.substring(0, 10)))).startsWith(i + " 0 obj");
    }
  }

  @Test
  void passwordsAreRandomAndTheirHashesFit() {
    DemoUser one = DemoUser.of("alice", "Alice Liddell");
    DemoUser other = DemoUser.of("alice", "Alice Liddell");
    assertThat(one.password()).hasSizeGreaterThanOrEqualTo(16).isNotEqualTo(other.password());
    assertThat(OpenBSDBCrypt.checkPassword(one.passwordHash(), one.password().toCharArray()))
        .isTrue();
    assertThat(one.passwordHash()).startsWith("$2y$05$");
    assertThat(one.toString()).doesNotContain(one.password());
  }
}
