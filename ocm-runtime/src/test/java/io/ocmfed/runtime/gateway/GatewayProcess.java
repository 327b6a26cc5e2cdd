package io.ocmfed.runtime.gateway;

import io.ocmfed.runtime.testing.AnyCertificate;
import io.ocmfed.runtime.testing.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;

/** The packaged application in the gateway role, as a process of its own. */
final class GatewayProcess implements AutoCloseable {

  private static final Path APPLICATION = Path.of("target/app/app.jar");

  private final String host;
  private final int managementPort;
  private final Path log;
  private final Process process;

  /**
   * @param options of its JVM
   * @param more for its environment
   */
  GatewayProcess(
      Installation installation, String host, int port, String options, Map<String, String> more) {
    this.host = host;
    this.managementPort = Installation.freePort(host);
    if (!Files.exists(APPLICATION)) {
      throw new IllegalStateException(APPLICATION.toAbsolutePath() + " has not been built");
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-jar",
            APPLICATION.toAbsolutePath().toString());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("OCMFED_"));
    environment.put("LC_ALL", "C.UTF-8");
    environment.put(
        "JAVA_TOOL_OPTIONS", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx128m " + options);
    environment.put("OCMFED_ROLES", "gateway");
    environment.put("OCMFED_HOST", host);
    environment.put("OCMFED_GATEWAY_PORT", String.valueOf(port));
    environment.put("OCMFED_MANAGEMENT_PORT", String.valueOf(managementPort));
    environment.put("OCMFED_PUBLIC_PORT", String.valueOf(Installation.freePort(host)));
    environment.put("OCMFED_DOMAIN", "cloud-a.example.org");
    environment.put("OCMFED_TLS_DIR", installation.path("tls").toString());
    environment.put("OCMFED_ADMIN_DIR", installation.path("admin").toString());
    environment.put("OCMFED_INTERNAL_DIR", installation.path("internal").toString());
    environment.put("OCMFED_USERS_FILE", installation.path("users.yaml").toString());
    environment.put("OCMFED_FILES_DIR", installation.path("files").toString());
    environment.putAll(more);
    log = Path.of("target", "gateway-" + host + ".log");
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The status of its readiness probe; 0 while nobody listens. */
  int readiness() {
    try (SSLSocket socket = AnyCertificate.connect(host, managementPort)) {
      socket
          .getOutputStream()
          .write(
              "GET /q/health/ready HTTP/1.0\r\nHost: localhost\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      byte[] status = socket.getInputStream().readNBytes("HTTP/1.0 200".length());
      return Integer.parseInt(new String(status, StandardCharsets.US_ASCII).substring(9));
    } catch (IOException | RuntimeException notThere) {
      return 0;
    }
  }

  /** SIGTERM, as the kubelet sends it. */
  void terminate() {
    process.toHandle().destroy();
  }

  /** Sends another signal, by its name without SIG. */
  void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
    if (kill.waitFor() != 0) {
      throw new IOException("kill -" + name + " ended with " + kill.exitValue());
    }
  }

  /** What it has said so far. */
  String log() throws IOException {
    return Files.readString(log);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
