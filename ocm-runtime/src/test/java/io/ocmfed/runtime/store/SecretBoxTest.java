package io.ocmfed.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretBoxTest {

  private final byte[] old = key(1);
  private final byte[] current = key(2);

  @Test
  void aSealedSecretOpensAndNeverLooksTheSame() {
    SecretBox box = new SecretBox(() -> List.of(current));
    String sealed = box.seal("the secret");
    assertThat(sealed).doesNotContain("the secret").isNotEqualTo(box.seal("the secret"));
    assertThat(box.open(sealed)).isEqualTo("the secret");
  }

  @Test
  void whatThePreviousKeySealedStillOpens() {
    String sealed = new SecretBox(() -> List.of(old)).seal("the secret");
    assertThat(new SecretBox(() -> List.of(current, old)).open(sealed)).isEqualTo("the secret");
    assertThatThrownBy(() -> new SecretBox(() -> List.of(current)).open(sealed))
        .hasMessageContaining("is gone");
  }

  @Test
  void whatWasChangedDoesNotOpen() {
    SecretBox box = new SecretBox(() -> List.of(current));
    String sealed = box.seal("the secret");
    char last = sealed.charAt(12);
    String changed = sealed.substring(0, 12) + (last == 'A' ? 'B' : 'A') + sealed.substring(13);
    assertThatThrownBy(() -> box.open(changed)).isInstanceOf(IllegalStateException.class);
  }

  private static byte[] key(int fill) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) fill);
    return key;
  }
}
