package io.ocmfed.runtime.gateway;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * The gateway as the ocm and graph roles see it, reached only through the endpoint table. All calls
 * block (use virtual threads), wait for an endpoint as long as the runtime's wait allows, and throw
 * {@link io.ocmfed.runtime.web.FailureException} with {@code GATEWAY_UNAVAILABLE} and origin {@code
 * gateway} when none answered.
 */
public interface GatewayClient {

  /** The user with this login and password; empty when they do not match. */
  Optional<User> authenticate(String login, String password);

  /** The user with this stable id; empty when there is none. */
  Optional<User> user(String userId);

  /**
   * Metadata of one resource; empty when it does not exist below the root, after symbolic links.
   *
   * @param root absolute within the user's files; {@code /} is all of them
   * @param path relative to root; empty is the root itself
   */
  Optional<Resource> stat(String userId, String root, String path);

  /** The children of a folder by name; empty optional when it does not exist or is a file. */
  Optional<List<Resource>> list(String userId, String root, String path);

  /**
   * The bytes of one version of a file. A stream that breaks is resumed at its offset on another
   * endpoint, as long as the file's ETag stays the same. Reading fails with CONFLICT as soon as
   * there is another version.
   *
   * @param root what {@code file} was looked up below
   * @param file as {@link #stat} gave it
   * @param offset first byte
   * @param length bytes to read, 0 for all that follow
   * @throws io.ocmfed.runtime.web.FailureException RESOURCE_NOT_FOUND when it is a folder; also
   *     thrown by the stream, when the file is gone
   */
  InputStream read(String userId, String root, Resource file, long offset, long length);

  /**
   * A user of this installation.
   *
   * @param id stable, opaque
   * @param mail may be empty
   */
  record User(String id, String login, String displayName, String mail) {}

  /**
   * A file or folder.
   *
   * @param path relative to the request's root, empty for the root itself, without leading slash
   * @param size bytes; 0 for a folder
   * @param etag quoted strong ETag
   */
  record Resource(
      String name,
      String path,
      boolean folder,
      long size,
      java.time.Instant modified,
      String etag,
      String contentType) {}
}
