package io.ocmfed.runtime.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ocmfed.runtime.settings.MountedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordsTest {

  // htpasswd -bnBC 4 x 'correct horse'
  private static final String HASH =
      io.quarkus.elytron.security.common.BcryptUtil.bcryptHash("correct horse", 4)
          .replace("$2a$", "$2y$");

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
  void whoAsksTheSameAtOnceWaitsForOneAnswer() throws Exception {
    var asked = new AtomicInteger();
    var go = new CompletableFuture<Void>();
    passwords =
        new Passwords(
            users,
            clock,
            (password, hash) -> {
              asked.incrementAndGet();
              go.join();
              return password.equals("correct horse");
            });
    List<String> shown = List.of("correct horse", "wrong");
    var right = new ConcurrentLinkedQueue<String>();
    List<Thread> threads =
        Stream.generate(() -> shown)
            .limit(50)
            .flatMap(List::stream)
            .map(
                password ->
                    Thread.startVirtualThread(
                        () -> passwords.check("al", password).ifPresent(_ -> right.add(password))))
            .toList();
    await().until(() -> threads.stream().allMatch(t -> t.getState() == Thread.State.WAITING));
    go.complete(null);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(asked).as("one for each password").hasValue(2);
    assertThat(right).hasSize(50).containsOnly("correct horse");
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
