package io.ocmfed.runtime.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminTokenTest {

  @TempDir Path mounted;

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

  @Test
  void theTokenAndThePreviousOneAreGoodUntilThePreviousOneIsTakenAway() throws IOException {
    write("token", "the old one\n");
    AdminToken token = new AdminToken(mounted, now::get);
    assertThat(token.accepts("Bearer the old one")).isTrue();
    assertThat(token.accepts("Bearer the new one")).isFalse();

    write("token", "the new one, longer\n");
    write("previousToken", "the old one\n");
    assertThat(token.accepts("Bearer the new one, longer")).isTrue();
    assertThat(token.accepts("bearer  the old one ")).isTrue();

    Files.delete(mounted.resolve("previousToken"));
    later();
    assertThat(token.accepts("Bearer the old one")).isFalse();
    assertThat(token.accepts("Bearer the new one, longer")).isTrue();
  }

  @Test
  void nothingIsAcceptedWhereNothingIsMounted() throws IOException {
    AdminToken token = new AdminToken(mounted, now::get);
    assertThat(token.accepts(null)).isFalse();
    assertThat(token.accepts("Bearer ")).isFalse();
    write("previousToken", "\n");
    assertThat(token.accepts("Bearer ")).isFalse();
    assertThat(token.accepts("Bearer")).isFalse();
    write("token", "good");
    assertThat(token.accepts("Basic good")).isFalse();
    assertThat(token.accepts("good")).isFalse();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(mounted.resolve(name), text);
    later();
  }

  // A mounted file is looked at once a second.
  private void later() {
    now.updateAndGet(before -> before.plusSeconds(2));
  }
}
