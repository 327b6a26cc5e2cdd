package io.ocmfed.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Holds a {@link LoopbackRange} for this process until closed, by a locked file in the machine's
 * directory of temporary files. The kernel lets the lock go when the process dies; a range in which
 * the remains of such a process still listen is not given out.
 */
public final class LoopbackLease implements AutoCloseable {

  private static final int FIRST = 97;
  private static final int LAST = 250;

  /**
   * Ranges held by this very process. File locks are of processes, and closing any channel on a
   * file would drop them, so a file that we hold must not be opened a second time.
   */
  private static final Set<Path> HELD = new HashSet<>();

  private final LoopbackRange range;
  private final Path file;
  private final FileChannel channel;

  private LoopbackLease(LoopbackRange range, Path file, FileChannel channel) {
    this.range = range;
    this.file = file;
    this.channel = channel;
  }

  /**
   * Leases the first free range.
   *
   * @throws ClusterException when all are taken
   */
  public static LoopbackLease take() {
    return take(Path.of(System.getProperty("java.io.tmpdir")));
  }

  static LoopbackLease take(Path directory) {
    Set<String> listening = ListeningSockets.addresses();
    for (int octet = FIRST; octet <= LAST; octet++) {
      var range = new LoopbackRange(octet);
      if (listening.stream().noneMatch(range::contains)) {
        var lease = tryTake(range, directory);
        if (lease.isPresent()) {
          return lease.get();
        }
      }
    }
    throw new ClusterException(
        "All loopback ranges from 127.%d to 127.%d are in use: end a cluster that you no longer need."
            .formatted(FIRST, LAST));
  }

  private static Optional<LoopbackLease> tryTake(LoopbackRange range, Path directory) {
    Path file = directory.resolve("ocmfed-range-" + range.secondOctet() + ".lock").toAbsolutePath();
    synchronized (HELD) {
      if (HELD.contains(file)) {
        return Optional.empty();
      }
      try {
        FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
          channel.close();
          return Optional.empty();
        }
        HELD.add(file);
        return Optional.of(new LoopbackLease(range, file, channel));
      } catch (AccessDeniedException _) {
        return Optional.empty(); // the file of another user of this machine
      } catch (IOException e) {
        throw new UncheckedIOException("cannot lock " + file, e);
      }
    }
  }

  public LoopbackRange range() {
    return range;
  }

  /** Gives the range back. The file stays: removing it would let two processes lock two files. */
  @Override
  public void close() {
    synchronized (HELD) {
      HELD.remove(file);
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot unlock " + file, e);
      }
    }
  }
}
