package io.ocmfed.runtime.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocmfed.runtime.settings.MountedFile;
import io.quarkus.elytron.security.common.BcryptUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordsTest {

  // htpasswd -bnBC 4 x 'correct horse'
  private static final String HASH =
      BcryptUtil.bcryptHash("correct horse", 4).replace("$2a$", "$2y$");

  @TempDir Path directory;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final InstantSource clock = () -> now;
  private Path file;
  private UserBook users;
  private Passwords passwords;

  @BeforeEach
  void aliceIsInTheFile() throws IOException {
    file = directory.resolve("users.yaml");
    write("- {id: alice, login: al, displayName: Alice, passwordHash: \"" + HASH + "\"}");
    users = new UserBook(new MountedFile(file, clock));
    passwords = new Passwords(users, clock);
  }

  @Test
  void theRightPasswordFitsAsHtpasswdWritesIt() {
    assertThat(HASH).startsWith("$2y$");
    assertThat(passwords.check("al", "correct horse")).map(UserBook.Entry::id).contains("alice");
    assertThat(passwords.check("al", "correct horse")).isPresent();
    assertThat(passwords.check("al", "wrong")).isEmpty();
    assertThat(passwords.check("alice", "correct horse")).isEmpty();
  }

  @Test
  void whoShowsTheSameAtTheSameTimeWaitsForOneCheck() throws Exception {
    var checks = new AtomicInteger();
    var begun = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var slow =
        new Passwords(
            users,
            clock,
            (password, hash) -> {
              checks.incrementAndGet();
              begun.countDown();
              await(goOn);
              return BcryptUtil.matches(password, hash);
            });
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = clients.submit(() -> slow.check("al", "correct horse"));
      begun.await();
      var others =
          Stream.generate(() -> clients.submit(() -> slow.check("al", "correct horse")))
              .limit(20)
              .toList();
      var wrong = clients.submit(() -> slow.check("al", "wrong"));
      goOn.countDown();
      assertThat(first.get()).isPresent();
      for (var other : others) {
        assertThat(other.get()).isPresent();
      }
      assertThat(wrong.get()).isEmpty();
    }
    assertThat(checks).hasValue(2);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatWasRightIsForgottenWhenTheFileChanges() throws IOException {
    assertThat(passwords.check("al", "correct horse")).isPresent();
    write("- {id: alice, login: al, passwordHash: \"$2y$04$invalid\"}");
    now = now.plusSeconds(2);
    assertThat(passwords.check("al", "correct horse")).isEmpty();
  }

  @Test
  void aFileThatCannotBeUnderstoodLeavesTheLastGoodOneInForce() throws IOException {
    assertThat(users.byId("alice")).isPresent();
    write("- {id: ../bob, login: bob}");
    now = now.plusSeconds(2);
    assertThat(users.byId("alice")).isPresent();
    Files.writeString(file, "users: [");
    now = now.plusSeconds(2);
    assertThat(users.byId("alice")).isPresent();
    assertThat(users.readable()).isTrue();
  }

  private void write(String line) throws IOException {
    Files.writeString(file, "users:\n  " + line + "\n");
  }
}
