package io.ocmfed.launcher;

import io.ocmfed.cluster.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.StandardOpenOption;

/** Keeps other commands from changing the cluster of this checkout until closed. */
final class StateLock implements AutoCloseable {

  static final String FILE = "lock";

  private final FileChannel channel;

  private StateLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * @throws LauncherException when another command holds it
   */
  static StateLock take(Checkout checkout) {
    try {
      PrivateFiles.directory(checkout.state());
      FileChannel channel =
          FileChannel.open(
              checkout.state().resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        throw new LauncherException(
            "Another ./ocmfed is at work in this checkout; wait for it or interrupt it.");
      }
      return new StateLock(channel);
    } catch (IOException e) {
      throw new LauncherException("The lock in %s fails: %s".formatted(checkout.state(), e), e);
    }
  }

  /** Does something that must not be done without the lock. */
  void whileHeld(Runnable action) {
    if (!channel.isOpen()) {
      throw new IllegalStateException("the lock was given back");
    }
    action.run();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
