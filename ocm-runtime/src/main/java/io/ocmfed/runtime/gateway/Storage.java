package io.ocmfed.runtime.gateway;

import io.ocmfed.runtime.web.Code;
import io.ocmfed.runtime.web.Failure;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Users' files below one directory. A path is first resolved with its symbolic links and must then
 * lie within the root that was asked for; what is read is then opened name by name from the user's
 * folder without following any link, so a link put there meanwhile leads nowhere.
 */
final class Storage {

  private final Path files;

  /**
   * @param files {@code <files>/<user id>/} holds a user's files
   */
  Storage(Path files) {
    this.files = files;
  }

  /** Whether the directory can be read now. */
  boolean readable() {
    return Files.isDirectory(files) && Files.isReadable(files);
  }

  /** Metadata; empty when there is no such resource within the root. */
  Optional<StoredResource> stat(String userId, ResourcePath root, ResourcePath path)
      throws IOException {
    Optional<Place> place = place(userId, root, path);
    if (place.isEmpty()) {
      return Optional.empty();
    }
    try {
      return StoredResource.of(name(userId, root, path), path.toString(), attributes(place.get()));
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    }
  }

  /** The children of a folder by name, without those that cannot be shown or lead outside. */
  List<StoredResource> list(String userId, ResourcePath root, ResourcePath path)
      throws IOException {
    Place place = place(userId, root, path).orElseThrow(() -> missing().toException());
    List<StoredResource> children = new ArrayList<>();
    Path folder = place.real();
    if (!attributes(place).isDirectory()) {
      throw new NotAFolder();
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (ResourcePath.presentable(name)) {
          List<String> names = new ArrayList<>(path.names());
          names.add(name);
          stat(userId, root, new ResourcePath(names)).ifPresent(children::add);
        }
      }
    }
    children.sort(Comparator.comparing(StoredResource::name));
    return children;
  }

  /**
   * Opens a file; the caller closes it.
   *
   * @throws io.ocmfed.runtime.web.FailureException CONFLICT when another file takes its place at
   *     that moment
   */
  Content open(String userId, ResourcePath root, ResourcePath path) throws IOException {
    Place place = place(userId, root, path).orElseThrow(() -> missing().toException());
    try (Folder folder = Folder.descend(place.base(), place.folders())) {
      BasicFileAttributes attributes = folder.attributes(place.last());
      if (!attributes.isRegularFile()) {
        throw Failure.client(Code.INVALID_REQUEST, "This is a folder; only files have content.")
            .toException();
      }
      StoredResource resource =
          StoredResource.of(name(userId, root, path), path.toString(), attributes)
              .orElseThrow(() -> missing().toException());
      SeekableByteChannel bytes = folder.open(place.last());
      if (!Objects.equals(attributes.fileKey(), folder.attributes(place.last()).fileKey())) {
        bytes.close();
        throw Failure.client(Code.CONFLICT, "The file is being replaced. Read it again.")
            .toException();
      }
      return new Content(resource, bytes, place, attributes);
    } catch (NoSuchFileException gone) {
      throw missing().toException(gone);
    }
  }

  private static BasicFileAttributes attributes(Place place) throws IOException {
    if (place.isBase()) {
      return Files.readAttributes(place.base(), BasicFileAttributes.class);
    }
    try (Folder folder = Folder.descend(place.base(), place.folders())) {
      return folder.attributes(place.last());
    }
  }

  private Optional<Place> place(String userId, ResourcePath root, ResourcePath path)
      throws IOException {
    try {
      Path base = files.resolve(userId).toRealPath();
      Path realRoot = resolve(base, root).toRealPath();
      if (!realRoot.startsWith(base)) {
        return Optional.empty();
      }
      Path real = resolve(realRoot, path).toRealPath();
      return real.startsWith(realRoot) ? Optional.of(new Place(base, real)) : Optional.empty();
    } catch (NoSuchFileException | java.nio.file.NotDirectoryException missing) {
      return Optional.empty();
    } catch (InvalidPathException unmappable) {
      throw Failure.client(
              Code.INVALID_REQUEST, "The path has a name that this storage cannot hold.")
          .toException(unmappable);
    } catch (java.nio.file.FileSystemException e) {
      // A file where a folder should be, or links in a circle.
      return Optional.empty();
    }
  }

  private static Path resolve(Path start, ResourcePath path) {
    Path resolved = start;
    for (String name : path.names()) {
      resolved = resolved.resolve(name);
    }
    return resolved;
  }

  private static String name(String userId, ResourcePath root, ResourcePath path) {
    if (!path.names().isEmpty()) {
      return path.names().getLast();
    }
    return root.names().isEmpty() ? userId : root.names().getLast();
  }

  static Failure missing() {
    return Failure.client(Code.RESOURCE_NOT_FOUND, "There is no such file or folder.");
  }

  /** A resource and its bytes. */
  record Content(
      StoredResource resource, SeekableByteChannel bytes, Place place, BasicFileAttributes opened) {

    /**
     * Whether the file has been written to since it was opened. Another that took its place does
     * not count: what is open stays as it was.
     */
    boolean altered() throws IOException {
      try {
        BasicFileAttributes now = attributes(place);
        return Objects.equals(now.fileKey(), opened.fileKey())
            && !(now.lastModifiedTime().equals(opened.lastModifiedTime())
                && now.size() == opened.size());
      } catch (NoSuchFileException | java.nio.file.NotDirectoryException gone) {
        return false;
      }
    }
  }

  /** A listing was asked of a file. */
  static final class NotAFolder extends IOException {}

  /** A real path below the user's real folder. */
  record Place(Path base, Path real) {

    boolean isBase() {
      return real.equals(base);
    }

    List<Path> folders() {
      Path relative = base.relativize(real);
      List<Path> names = new ArrayList<>();
      relative.forEach(names::add);
      return names.subList(0, names.size() - 1);
    }

    Path last() {
      return real.getFileName();
    }
  }

  /** An open folder, reached without following links. */
  private record Folder(SecureDirectoryStream<Path> stream) implements AutoCloseable {

    static Folder descend(Path base, List<Path> names) throws IOException {
      SecureDirectoryStream<Path> at = secure(Files.newDirectoryStream(base));
      for (Path name : names) {
        try (SecureDirectoryStream<Path> above = at) {
          at = above.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
        }
      }
      return new Folder(at);
    }

    private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream)
        throws IOException {
      if (stream instanceof SecureDirectoryStream<Path> secure) {
        return secure;
      }
      stream.close();
      throw new IOException("this file system cannot open folders safely");
    }

    BasicFileAttributes attributes(Path name) throws IOException {
      return stream
          .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .readAttributes();
    }

    SeekableByteChannel open(Path name) throws IOException {
      return stream.newByteChannel(
          name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }
}
