package io.ocmfed.runtime.testing;

import io.ocmfed.runtime.settings.Settings;
import io.quarkus.elytron.security.common.BcryptUtil;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * What an installation has mounted: certificates for {@code gateway.test.svc} and {@code
 * ocm.test.svc}, tokens, a users file with alice and bob (passwords {@code alice-secret} and {@code
 * bob-secret}), and their files.
 */
public final class Installation {

  public static final String GATEWAY = "gateway.test.svc";
  public static final String OCM = "ocm.test.svc";
  public static final String ADMIN_TOKEN = "the-admin-token";

  private final Path home;
  private final Certificates certificates = new Certificates();

  /** For a whole JVM of tests: it stays until the build's output is removed. */
  public static Installation inTarget() {
    try {
      return new Installation(
          Files.createTempDirectory(Path.of("target").toAbsolutePath(), "installation-"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  public Installation(Path home) {
    this.home = home;
    certificates.issue(home.resolve("tls"), GATEWAY, OCM, "localhost", "127.0.0.1");
    write("admin/token", ADMIN_TOKEN + "\n");
    write("internal/token", "the-internal-token\n");
    writeUsers("alice", "bob");
    write("files/alice/Projects/report.pdf", "twelve bytes");
    write("files/bob/notes.txt", "bob's own");
  }

  /** Writes the users file anew; each password is the id with {@code -secret}. */
  public void writeUsers(String... ids) {
    StringBuilder yaml = new StringBuilder("users:\n");
    for (String id : ids) {
      yaml.append(
          "  - {id: %s, login: %s, displayName: %s Example, mail: %s@example.org, passwordHash: \"%s\"}\n"
              .formatted(id, id, id, id, BcryptUtil.bcryptHash(id + "-secret", 4)));
    }
    write("users.yaml", yaml.toString());
  }

  /** The CA that issued the certificates. */
  public Certificates certificates() {
    return certificates;
  }

  public Path path(String relative) {
    return home.resolve(relative);
  }

  public Path write(String relative, String content) {
    try {
      Path file = home.resolve(relative);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The environment as configuration properties; {@code more} wins. */
  public Map<String, String> properties(Map<String, String> more) {
    Map<String, String> all = new HashMap<>();
    all.put("ocmfed.domain", "cloud-a.example.org");
    all.put("ocmfed.host", "127.0.0.1");
    all.put("ocmfed.tls-dir", home.resolve("tls").toString());
    all.put("ocmfed.admin-dir", home.resolve("admin").toString());
    all.put("ocmfed.internal-dir", home.resolve("internal").toString());
    all.put("ocmfed.users-file", home.resolve("users.yaml").toString());
    all.put("ocmfed.files-dir", home.resolve("files").toString());
    all.put("ocmfed.gateway-service", GATEWAY);
    all.put("ocmfed.ocm-service", OCM);
    all.put("ocmfed.drain-delay", "PT0S");
    all.put("ocmfed.drain-grace", "PT2S");
    all.putAll(more);
    return all;
  }

  /** Those properties as settings. */
  public Settings settings(Map<String, String> more) {
    return new SmallRyeConfigBuilder()
        .withMapping(Settings.class)
        .withConverter(Path.class, 100, Path::of)
        .withSources(new PropertiesConfigSource(properties(more), "test", 100))
        .build()
        .getConfigMapping(Settings.class);
  }

  /** A port that was free a moment ago on that address. */
  public static int freePort(String host) {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new key to sign messages with, as PEM. */
  public static String signingKey() {
    try {
      byte[] key =
          KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded();
      return "-----BEGIN PRIVATE KEY-----\n"
          + Base64.getMimeEncoder().encodeToString(key)
          + "\n-----END PRIVATE KEY-----\n";
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
