package io.ocmfed.runtime.federation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ocmfed.runtime.store.SecretBox;
import io.ocmfed.runtime.store.postgres.TestPostgres;
import io.ocmfed.runtime.testing.Installation;
import io.ocmfed.runtime.testing.Patience;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * One installation: the packaged application in all roles as a process of its own, at an address of
 * its own, with its own database. It may be killed and started again.
 */
final class Site implements AutoCloseable {

  private static final Path APPLICATION = Path.of("target", "app", "app.jar").toAbsolutePath();
  static final Path CACHE = Path.of("target", "app", "app.aot").toAbsolutePath();

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] SHARE_KEY = new byte[32];

  private final String name;
  private final String host;
  private final Installation installation;
  private final List<Path> added;
  private final List<String> options;
  private final String databaseUrl = TestPostgres.newDatabase();
  private final int publicPort;
  private final int managementPort;
  private final int gatewayPort;
  private final int ocmPort;
  private final Path log;
  private final HttpClient http;
  private final Thread atTheEnd = new Thread(this::close);
  private Process process;
  private Connection connection;

  /**
   * What was answered.
   *
   * @param body null when it is no JSON
   */
  record Answer(int status, JsonNode body) {
    String code() {
      return body == null ? "" : body.path("error").path("code").asText();
    }

    String sentence() {
      return body == null ? "" : body.path("error").path("message").asText();
    }
  }

  /**
   * @param users all of its users
   * @param added more for its class path
   * @param options of its JVM
   */
  Site(
      Path home,
      String name,
      String host,
      List<String> users,
      List<Path> added,
      List<String> options) {
    if (!Files.exists(APPLICATION)) {
      throw new IllegalStateException(APPLICATION + " has not been built");
    }
    this.name = name;
    this.host = host;
    this.options = List.copyOf(options);
    this.installation = new Installation(home.resolve(name));
    installation.certificates().issue(installation.path("tls"), host, "localhost");
    installation.writeUsers(users.toArray(String[]::new));
    users.forEach(user -> installation.write("files/" + user + "/report.txt", "twelve bytes"));
    installation.write("keys/share.key", Base64.getEncoder().encodeToString(SHARE_KEY));
    installation.write("keys/signing.pem", Installation.signingKey());
    this.added = List.copyOf(added);
    this.publicPort = Installation.freePort(host);
    this.managementPort = Installation.freePort(host);
    this.gatewayPort = Installation.freePort(host);
    this.ocmPort = Installation.freePort(host);
    this.log = Path.of("target", "site-" + name + "-" + host + ".log");
    this.http = client();
    // Also when the test is interrupted.
    Runtime.getRuntime().addShutdownHook(atTheEnd);
    try {
      Files.deleteIfExists(log);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  String name() {
    return name;
  }

  /** Its OCM provider. */
  String domain() {
    return host + ":" + publicPort;
  }

  private String classPath() {
    List<String> path = new ArrayList<>(List.of(APPLICATION.toString()));
    added.forEach(jar -> path.add(jar.toString()));
    return String.join(File.pathSeparator, path);
  }

  /** Starts the process; does not wait for it. */
  Site start() {
    return start(
        "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx192m", "-XX:AOTCache=" + CACHE);
  }

  /** As {@link #start}, but makes the AOT cache of what it loads when it ends. */
  Site startRecording() {
    // Only this collector puts objects into a cache; all can take them out.
    return start("-XX:+UseG1GC", "-XX:AOTCacheOutput=" + CACHE);
  }

  private Site start(String... jvm) {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(List.of(jvm));
    command.addAll(options);
    if (added.isEmpty()) {
      command.addAll(List.of("-jar", APPLICATION.toString()));
    } else {
      // Without what the manifest opens: with such options the AOT cache would not be taken.
      command.addAll(List.of("-cp", classPath(), "io.quarkus.runner.GeneratedMain"));
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(variable -> variable.startsWith("OCMFED_"));
    environment.put("LC_ALL", "C.UTF-8");
    environment.put("OCMFED_ROLES", "gateway,ocm,graph");
    environment.put("OCMFED_HOST", host);
    environment.put("OCMFED_PUBLIC_PORT", String.valueOf(publicPort));
    environment.put("OCMFED_MANAGEMENT_PORT", String.valueOf(managementPort));
    environment.put("OCMFED_GATEWAY_PORT", String.valueOf(gatewayPort));
    environment.put("OCMFED_OCM_PORT", String.valueOf(ocmPort));
    // Nobody pushes a table here: the roles find each other by name.
    environment.put("OCMFED_GATEWAY_SERVICE", host);
    environment.put("OCMFED_OCM_SERVICE", host);
    environment.put("OCMFED_DOMAIN", domain());
    environment.put("OCMFED_ALLOW_LOOPBACK_PEERS", "true");
    environment.put("OCMFED_DB_URL", databaseUrl);
    environment.put("OCMFED_TLS_DIR", installation.path("tls").toString());
    environment.put("OCMFED_ADMIN_DIR", installation.path("admin").toString());
    environment.put("OCMFED_INTERNAL_DIR", installation.path("internal").toString());
    environment.put("OCMFED_KEYS_DIR", installation.path("keys").toString());
    environment.put("OCMFED_USERS_FILE", installation.path("users.yaml").toString());
    environment.put("OCMFED_FILES_DIR", installation.path("files").toString());
    environment.put("OCMFED_ENDPOINT_WAIT", "PT1M");
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      process = builder.start();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return this;
  }

  /** Waits until it serves its users. */
  Site ready(String user) {
    Patience.await("readiness of " + name)
        .atMost(Duration.ofMinutes(5))
        .until(() -> readiness() == 200 && get(user, "/graph/v1beta1/me/ocm/connections") == 200);
    return this;
  }

  private int readiness() {
    if (!process.isAlive()) {
      throw new IllegalStateException(name + " ended by itself: see " + log);
    }
    try {
      return management("GET", "/q/health/ready", null).status();
    } catch (UncheckedIOException notThere) {
      return 0;
    }
  }

  private int get(String user, String path) {
    try {
      return call(user, "GET", path, null).status();
    } catch (UncheckedIOException notThere) {
      return 0;
    }
  }

  /** Declares a trust of a domain. */
  Answer declareTrust(String domain, String authority) {
    return management(
        "PUT",
        "/admin/v1/trusts/peer",
        Map.of(
            "uid",
            "trust-1",
            "generation",
            1,
            "domain",
            domain,
            "caCertificate",
            authority,
            "signatures",
            "Required",
            "invites",
            "Both",
            "shares",
            "Both",
            "permissions",
            List.of("read"),
            "maxShareSeconds",
            86400,
            "deletionPolicy",
            "Retain"));
  }

  /** Trusts another site, and waits until both have met. */
  void trust(Site other) {
    Answer put = declareTrust(other.domain(), other.authority());
    if (put.status() != 200) {
      throw new IllegalStateException("trust: " + put);
    }
    Patience.await(name + " knows " + other.name)
        .untilAsserted(
            () ->
                assertThat(
                        management("GET", "/admin/v1/trusts/peer", null)
                            .body()
                            .path("discovery")
                            .toString())
                    .contains("\"state\":\"Ok\""));
  }

  /** The certificate of the authority that issued its own. */
  String authority() {
    try {
      return Files.readString(installation.path("tls/ca.crt"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** SIGTERM, and waits for the end. */
  void end() {
    process.destroy();
    ended();
  }

  /** SIGKILL, and waits for the end. */
  void kill() {
    process.destroyForcibly();
    ended();
  }

  /** Waits until the process has ended. */
  void ended() {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException(name + " does not end");
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** What it has said so far. */
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** A request of a user, whose password is the name with {@code -secret}. */
  Answer call(String user, String method, String path, Object body) {
    String pair = user + ":" + user + "-secret";
    return send(
        publicPort,
        method,
        path,
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes()),
        body);
  }

  /** A request with a share's secret. */
  int open(String path, String secret) {
    return send(publicPort, "GET", path, "Bearer " + secret, null).status();
  }

  /** A request of the operator. */
  Answer management(String method, String path, Object body) {
    return send(managementPort, method, path, "Bearer " + Installation.ADMIN_TOKEN, body);
  }

  private Answer send(int port, String method, String path, String authorization, Object body) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create("https://" + host + ":" + port + path))
              .timeout(Duration.ofMinutes(2))
              .header("Authorization", authorization)
              .method(
                  method,
                  body == null
                      ? BodyPublishers.noBody()
                      : BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
      if (body != null) {
        request.header("Content-Type", "application/json");
      }
      HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
      boolean json = response.headers().firstValue("Content-Type").orElse("").contains("json");
      return new Answer(response.statusCode(), json ? JSON.readTree(response.body()) : null);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  /** The test's own connection, kept open: it asks often. */
  private Connection database() throws SQLException {
    if (connection == null) {
      connection = DriverManager.getConnection(databaseUrl);
    }
    return connection;
  }

  /** The rows of a query, each of its columns as text, joined by a blank. */
  synchronized List<String> rows(String sql, String... arguments) {
    try (var statement = database().prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) {
        statement.setString(i + 1, arguments[i]);
      }
      List<String> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery()) {
        int columns = result.getMetaData().getColumnCount();
        while (result.next()) {
          List<String> row = new ArrayList<>();
          for (int i = 1; i <= columns; i++) {
            row.add(String.valueOf(result.getString(i)));
          }
          rows.add(String.join(" ", row));
        }
      }
      return rows;
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** What a process that died had leased is free at once, as it is when the lease ends. */
  synchronized void leasesEnd() {
    try (Statement statement = database().createStatement()) {
      statement.executeUpdate("update lane set lease_until = '-infinity'");
      statement.executeUpdate("update circuit set open_until = now()");
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** The secret of a share that its user has received; empty when there is none any more. */
  String secret(String providerId) {
    return rows(
            "select sealed_secret from incoming_share where provider_id = ?"
                + " and sealed_secret is not null",
            providerId)
        .stream()
        .map(new SecretBox(() -> List.of(SHARE_KEY))::open)
        .findFirst()
        .orElse("");
  }

  /** A declared invitation of a user to users of a peer. */
  Answer declareInvite(String declaration, String user, Site peer, String token, int most) {
    return management(
        "PUT",
        "/admin/v1/invites/" + declaration,
        Map.of(
            "uid",
            "invite-1",
            "generation",
            1,
            "domain",
            peer.domain(),
            "type",
            "Issue",
            "user",
            user,
            "token",
            token,
            "expiresAt",
            Instant.now().plusSeconds(3600).toString(),
            "maxAcceptances",
            most));
  }

  @Override
  public void close() {
    if (process != null) {
      kill();
    }
    http.shutdownNow();
    if (Thread.currentThread() != atTheEnd) {
      Runtime.getRuntime().removeShutdownHook(atTheEnd);
    }
  }

  private HttpClient client() {
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      try (var file = Files.newInputStream(installation.path("tls/ca.crt"))) {
        trusted.setCertificateEntry(
            "ca", CertificateFactory.getInstance("X.509").generateCertificate(file));
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .sslContext(context)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();
    } catch (GeneralSecurityException failed) {
      throw new IllegalStateException(failed);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
