package io.ocmfed.node.image;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked once from the archive on the class path into the cache, under a
 * name made from its content.
 */
final class PostgresBinaries {

  private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

  private final Path cache;
  private String digest;

  PostgresBinaries(Path cache) {
    this.cache = cache;
  }

  /** The directory with {@code bin}, {@code lib} and {@code share}. */
  synchronized Path directory() throws StartException {
    try {
      if (digest == null) {
        digest = digest();
      }
      Path home = cache.resolve("postgres-" + digest.substring(0, 16));
      if (!Files.exists(home)) {
        unpackOnce(home);
      }
      return home;
    } catch (IOException e) {
      throw new StartException("cannot unpack PostgreSQL into " + cache + ": " + e.getMessage(), e);
    }
  }

  /** Two clusters may start at once: one unpacks, under another name until it is whole. */
  private void unpackOnce(Path home) throws IOException, StartException {
    Files.createDirectories(cache);
    Path lockFile = cache.resolve("postgres.lock");
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (Files.exists(home) || !lock.isValid()) {
        return;
      }
      Path fresh = Files.createTempDirectory(cache, "postgres-unpacking-");
      try (InputStream archive = archive();
          var tar = new TarArchiveInputStream(new XZInputStream(archive))) {
        for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
          unpack(e, tar, fresh);
        }
      }
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static void unpack(TarArchiveEntry entry, InputStream content, Path into)
      throws IOException {
    Path target = into.resolve(entry.getName()).normalize();
    if (!target.startsWith(into)) {
      throw new IOException("the archive reaches outside: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    if (entry.isSymbolicLink()) {
      link(target, Path.of(entry.getLinkName()));
    } else {
      Files.copy(content, target, StandardCopyOption.REPLACE_EXISTING);
      boolean executable = (entry.getMode() & 0111) != 0;
      Files.setPosixFilePermissions(
          target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }

  private static void link(Path link, Path target) throws IOException {
    try {
      Files.createSymbolicLink(link, target);
    } catch (FileAlreadyExistsException e) {
      Files.delete(link);
      Files.createSymbolicLink(link, target);
    }
  }

  private static InputStream archive() throws StartException {
    InputStream archive = PostgresBinaries.class.getResourceAsStream(ARCHIVE);
    if (archive == null) {
      throw new StartException(
          "no PostgreSQL for this machine: "
              + System.getProperty("os.arch")
              + " has none on the class path");
    }
    return new BufferedInputStream(archive);
  }

  private static String digest() throws IOException, StartException {
    try (InputStream archive = archive();
        var digest = new DigestInputStream(archive, MessageDigest.getInstance("SHA-256"))) {
      digest.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
