package io.ocmfed.runtime.peer.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocmfed.runtime.settings.MountedFile;
import io.ocmfed.runtime.web.FailureException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyFileTest {

  @TempDir Path folder;

  private final AtomicReference<Instant> now = new AtomicReference<>(Messages.NOW);

  @Test
  void isReadAgainWhenItChanges() throws Exception {
    Path pem = folder.resolve("signing.pem");
    SigningKeyFile file = new SigningKeyFile(new MountedFile(pem, now::get), "a.example.org");
    assertThat(file.find()).isEmpty();
    assertThatThrownBy(file::get)
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("no signing.pem");

    Files.writeString(pem, Messages.PEM);
    later();
    assertThat(file.get().id()).isEqualTo(Messages.key().id());

    Files.writeString(pem, pem());
    later();
    assertThat(file.get().id()).startsWith("a.example.org#").isNotEqualTo(Messages.key().id());
  }

  @Test
  void whatIsNoKeyIsNamedButNotShown() throws Exception {
    Path pem = folder.resolve("signing.pem");
    Files.writeString(pem, "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----");
    SigningKeyFile file = new SigningKeyFile(new MountedFile(pem, now::get), "a.example.org");
    assertThatThrownBy(file::get)
        .hasMessageContaining("not an Ed25519 private key in PKCS#8 PEM")
        .hasMessageNotContaining("c2VjcmV0");
  }

  private void later() {
    now.updateAndGet(time -> time.plusSeconds(2));
  }

  private static String pem() throws Exception {
    byte[] key =
        KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded();
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getEncoder().encodeToString(key)
        + "\n-----END PRIVATE KEY-----\n";
  }
}
