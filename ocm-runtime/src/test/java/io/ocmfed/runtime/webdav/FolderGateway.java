package io.ocmfed.runtime.webdav;

import io.ocmfed.runtime.gateway.GatewayClient;
import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A gateway over a folder: users are its sub-folders, passwords the login with {@code -secret}. */
final class FolderGateway implements GatewayClient {

  private final Path files;
  private final AtomicInteger closed = new AtomicInteger();
  private volatile boolean down;

  FolderGateway(Path files) {
    this.files = files;
  }

  void down(boolean isDown) {
    down = isDown;
  }

  /** How many streams have been closed. */
  int closed() {
    return closed.get();
  }

  @Override
  public Optional<User> authenticate(String login, String password) {
    return password.equals(login + "-secret") ? user(login) : Optional.empty();
  }

  @Override
  public Optional<User> user(String userId) {
    return Optional.of(new User(userId, userId, userId, userId + "@example.org"));
  }

  @Override
  public Optional<Resource> stat(String userId, String root, String path) {
    return resolve(userId, root, path).map(file -> resource(file, path));
  }

  @Override
  public Optional<List<Resource>> list(String userId, String root, String path) {
    return resolve(userId, root, path).filter(Files::isDirectory).map(folder -> children(folder));
  }

  @Override
  public InputStream read(String userId, String root, Resource file, long offset, long length) {
    try {
      InputStream all = Files.newInputStream(resolve(userId, root, file.path()).orElseThrow());
      all.skipNBytes(offset);
      return new FilterInputStream(all) {
        private long left = length == 0 ? Long.MAX_VALUE : length;

        @Override
        public int read(byte[] target, int from, int count) throws IOException {
          int got = left == 0 ? -1 : super.read(target, from, (int) Math.min(count, left));
          left -= Math.max(0, got);
          return got;
        }

        @Override
        public void close() throws IOException {
          closed.incrementAndGet();
          super.close();
        }
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<Path> resolve(String userId, String root, String path) {
    if (down) {
      throw Failure.of(Code.GATEWAY_UNAVAILABLE, "gateway", "No gateway answered; try again.")
          .toException();
    }
    try {
      Path top = files.resolve(userId).resolve(root.substring(1)).toRealPath();
      Path file = top.resolve(path).toRealPath();
      return Optional.of(file).filter(found -> found.startsWith(top));
    } catch (IOException absent) {
      return Optional.empty();
    }
  }

  private static List<Resource> children(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .sorted()
          .map(child -> resource(child, child.getFileName().toString()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Resource resource(Path file, String path) {
    try {
      boolean folder = Files.isDirectory(file);
      long size = folder ? 0 : Files.size(file);
      var modified = Files.getLastModifiedTime(file).toInstant();
      return new Resource(
          file.getFileName().toString(),
          path,
          folder,
          size,
          modified,
          "\"" + size + "-" + modified.toEpochMilli() + "\"",
          folder ? "" : "text/plain");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
