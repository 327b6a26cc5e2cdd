package io.ocmfed.launcher;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files that the users of the demo have from the start. */
public final class DemoFiles {

  /** The file that Alice shares, as a path in her space. */
  public static final String REPORT = "/Projects/report.pdf";

  private DemoFiles() {}

  /** Lays a small tree for a user below the installation's files: a folder, a text, a PDF. */
  static void lay(Path files, DemoUser user) throws IOException {
    Path home = Files.createDirectories(files.resolve(user.id()));
    Files.createDirectories(home.resolve("Projects"));
    Files.write(home.resolve(REPORT.substring(1)), report(user.displayName()));
    Files.writeString(
        home.resolve("Welcome.txt"), "This is the space of %s.\n".formatted(user.displayName()));
  }

  /** A PDF of one page that says whose report it is, a few hundred bytes. */
  public static byte[] report(String author) {
    String page = "BT /F1 24 Tf 72 720 Td (Report by %s) Tj ET".formatted(author);
    List<String> objects =
        List.of(
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
                + " /Resources << /Font << /F1 5 0 R >> >> >>",
            "<< /Length %d >>\nstream\n%s\nendstream".formatted(page.length(), page),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
    var pdf = new ByteArrayOutputStream();
    write(pdf, "%PDF-1.4\n");
    var table = new StringBuilder("xref\n0 6\n0000000000 65535 f \n");
    for (int i = 0; i < objects.size(); i++) {
      table.append("%010d 00000 n \n".formatted(pdf.size()));
      write(pdf, "%d 0 obj\n%s\nendobj\n".formatted(i + 1, objects.get(i)));
    }
    int tableAt = pdf.size();
    write(
        pdf,
        table + "trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n".formatted(tableAt));
    return pdf.toByteArray();
  }

  private static void write(ByteArrayOutputStream pdf, String text) {
    pdf.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }
}
