package io.ocmfed.runtime.webdav;

import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.FailureException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The content of a share, which breaks off when the share ends: a download that began before its
 * end is no way around it. Looks once a second at most, and goes on when nobody can say.
 */
final class WhileShared extends FilterInputStream {

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final Runnable access;
  private final InstantSource clock;
  private Instant lookAt;

  /**
   * @param access fails with a {@link FailureException} when there is none any more
   */
  WhileShared(InputStream content, Runnable access, InstantSource clock) {
    super(content);
    this.access = access;
    this.clock = clock;
    this.lookAt = clock.instant().plus(LOOK_EVERY);
  }

  @Override
  public int read() throws IOException {
    look();
    return super.read();
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    look();
    return super.read(target, offset, length);
  }

  private void look() {
    Instant now = clock.instant();
    if (now.isBefore(lookAt)) {
      return;
    }
    lookAt = now.plus(LOOK_EVERY);
    try {
      access.run();
    } catch (FailureException failed) {
      if (failed.failure().code() != Code.STORE_UNAVAILABLE) {
        throw failed;
      }
    }
  }
}
