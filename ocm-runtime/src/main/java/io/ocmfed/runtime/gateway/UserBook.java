package io.ocmfed.runtime.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.ocmfed.runtime.settings.MountedFile;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * The users file: {@code users: [{id, login, displayName, mail, passwordHash}]}. Read again when it
 * changes; a file that cannot be understood leaves the last good one in force.
 */
final class UserBook {

  private static final Logger LOG = Logger.getLogger(UserBook.class);
  // An id is a folder name too.
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._@-]{0,127}");
  private static final ObjectMapper YAML =
      new ObjectMapper(new YAMLFactory())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private final MountedFile file;
  private volatile Page page = new Page(null, Map.of(), Map.of());

  UserBook(MountedFile file) {
    this.file = file;
  }

  /** The user with this id; empty when there is none. */
  Optional<Entry> byId(String id) {
    return Optional.ofNullable(current().byId().get(id));
  }

  /** The user with this login; empty when there is none. */
  Optional<Entry> byLogin(String login) {
    return Optional.ofNullable(current().byLogin().get(login));
  }

  /** Changes whenever the file was read anew. */
  Object version() {
    return String.valueOf(current().version());
  }

  /** Whether a file has ever been read; the gateway is not ready before. */
  boolean readable() {
    return current().version() != null;
  }

  private Page current() {
    Page known = page;
    Object version = file.version();
    if (version.equals(known.version())) {
      return known;
    }
    synchronized (this) {
      if (!version.equals(page.version())) {
        page = read(version).orElse(page);
      }
      return page;
    }
  }

  private Optional<Page> read(Object version) {
    Optional<byte[]> bytes = file.bytes();
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    try {
      Page read = page(version, YAML.readValue(bytes.get(), Document.class));
      LOG.infof("event=users-read users=%d", read.byId().size());
      return Optional.of(read);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      // The text of the exception may quote the file, which holds hashes.
      String why =
          e instanceof IllegalArgumentException ? e.getMessage() : "it is no YAML of that form";
      LOG.errorf("event=users-file-rejected reason=\"%s\" kept=%d", why, page.byId().size());
      return page.version() == null
          ? Optional.empty()
          : Optional.of(new Page(version, page.byId(), page.byLogin()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Page page(Object version, Document document) {
    Map<String, Entry> byId = new HashMap<>();
    Map<String, Entry> byLogin = new HashMap<>();
    List<Entry> users = document == null || document.users() == null ? List.of() : document.users();
    for (Entry user : users) {
      if (user.id() == null || !ID.matcher(user.id()).matches()) {
        throw new IllegalArgumentException("a user's id must match " + ID.pattern());
      }
      if (user.login() == null || user.login().isBlank() || user.login().contains(":")) {
        throw new IllegalArgumentException(
            "the login of " + user.id() + " is empty or has a colon");
      }
      if (byId.put(user.id(), user) != null || byLogin.put(user.login(), user) != null) {
        throw new IllegalArgumentException("two users share the id or login of " + user.id());
      }
    }
    return new Page(version, Map.copyOf(byId), Map.copyOf(byLogin));
  }

  /** The file as a whole. */
  record Document(List<Entry> users) {}

  /**
   * One user.
   *
   * @param passwordHash bcrypt; null when the user cannot log in
   */
  record Entry(String id, String login, String displayName, String mail, String passwordHash) {

    String shownName() {
      return displayName == null || displayName.isBlank() ? login : displayName;
    }

    @Override
    public String toString() {
      return "user " + id;
    }
  }

  private record Page(Object version, Map<String, Entry> byId, Map<String, Entry> byLogin) {}
}
