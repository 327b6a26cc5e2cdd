package io.ocmfed.runtime.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * A file of a mounted Secret, read again when it changes. The kubelet replaces such files by moving
 * a symbolic link; so what counts is the file that the path resolves to. At most one look per
 * second keeps it cheap enough for every request.
 */
public final class MountedFile {

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final Path path;
  private final InstantSource clock;
  private volatile Seen seen;

  /**
   * @param clock when to look again
   */
  public MountedFile(Path path, InstantSource clock) {
    this.path = path;
    this.clock = clock;
  }

  /**
   * The bytes as they are now; empty while there is no such file. What was last read stays good
   * when the file can for a moment not be read.
   */
  public Optional<byte[]> bytes() {
    return current().content().map(byte[]::clone);
  }

  /** The content as text without surrounding white space; empty when there is none. */
  public Optional<String> text() {
    return current()
        .content()
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8).strip())
        .filter(text -> !text.isEmpty());
  }

  /** Changes whenever the content was read again; for caches of what was made from it. */
  public Object version() {
    return current().version();
  }

  private Seen current() {
    Seen last = seen;
    long now = clock.millis();
    if (last != null && Math.abs(now - last.lookedAt()) < LOOK_EVERY.toMillis()) {
      return last;
    }
    Seen next = look(last, now);
    seen = next;
    return next;
  }

  private Seen look(Seen last, long now) {
    try {
      Path real = path.toRealPath();
      Version version = new Version(real, Files.getLastModifiedTime(real), Files.size(real));
      if (last != null && version.equals(last.version())) {
        return new Seen(now, version, last.content());
      }
      return new Seen(now, version, Optional.of(Files.readAllBytes(real)));
    } catch (NoSuchFileException gone) {
      return new Seen(now, new Version(path, FileTime.fromMillis(0), -1), Optional.empty());
    } catch (IOException unreadable) {
      return last != null
          ? new Seen(now, last.version(), last.content())
          : new Seen(now, new Version(path, FileTime.fromMillis(0), -1), Optional.empty());
    }
  }

  private record Version(Path real, FileTime modified, long size) {}

  private record Seen(long lookedAt, Version version, Optional<byte[]> content) {}
}
