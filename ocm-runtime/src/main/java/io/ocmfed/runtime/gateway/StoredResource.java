package io.ocmfed.runtime.gateway;

import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A file or folder as it lies in storage.
 *
 * @param path relative to the root that was asked for
 * @param etag quoted and strong: from inode, time of change and size, and therefore the same on all
 *     replicas that mount the volume
 */
record StoredResource(
    String name, String path, boolean folder, long size, Instant modified, String etag) {

  /** From attributes; empty for what is neither file nor folder. */
  static Optional<StoredResource> of(String name, String path, BasicFileAttributes attributes) {
    boolean folder = attributes.isDirectory();
    if (!folder && !attributes.isRegularFile()) {
      return Optional.empty();
    }
    long size = folder ? 0 : attributes.size();
    Instant modified = attributes.lastModifiedTime().toInstant();
    String identity = inode(attributes) + "/" + modified + "/" + size;
    return Optional.of(
        new StoredResource(name, path, folder, size, modified, "\"" + digest(identity) + "\""));
  }

  // "(dev=fd01,ino=1234)"; the device differs between nodes that mount one network volume.
  private static String inode(BasicFileAttributes attributes) {
    String key = String.valueOf(attributes.fileKey());
    return key.substring(key.indexOf("ino=") + 1);
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 12);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
