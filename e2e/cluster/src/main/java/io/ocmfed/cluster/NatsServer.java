package io.ocmfed.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * A real NATS server with JetStream on a loopback address, built once from its Go module. Ends with
 * {@link #close()} and, at the latest, with the JVM. May be stopped and started again on the same
 * address, as after a crash: what was in memory is gone.
 */
public final class NatsServer implements AutoCloseable {

  private static final GoBuild BUILD =
      new GoBuild(
          "the NATS server",
          "nats-server",
          "github.com/nats-io/nats-server/v2",
          "nats",
          "nats-server",
          "about 1 min");
  private static final Duration STARTUP = Duration.ofSeconds(30);
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final Path program;
  private final Path directory;
  private final String host;
  private final int port;
  private final String configuration;
  private final Thread atExit = new Thread(this::end, "end-nats-server");
  private Process process;

  private NatsServer(Path program, Path directory, String host, int port, String configuration) {
    this.program = program;
    this.directory = directory;
    this.host = host;
    this.port = port;
    this.configuration = configuration;
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Starts one without any access control and returns when it serves. */
  public static NatsServer start(String host) {
    return start(host, "");
  }

  /**
   * Starts one and returns when it serves.
   *
   * @param host an address of 127.0.0.0/8; the port is a free one
   * @param configuration more lines for the server's configuration file, such as users
   * @throws ClusterException when the program cannot be had or does not start
   */
  public static NatsServer start(String host, String configuration) {
    if (!host.startsWith("127.")) {
      throw new ClusterException("A NATS server of tests listens on loopback only, not " + host);
    }
    Path program = program();
    TestProcesses.endAbandoned();
    try {
      var server =
          new NatsServer(
              program,
              Files.createTempDirectory("ocmfed-nats"),
              host,
              freePort(host),
              configuration);
      server.start();
      return server;
    } catch (IOException e) {
      throw new ClusterException("The NATS server could not be started: " + e.getMessage(), e);
    }
  }

  private static synchronized Path program() {
    return BUILD.get(Progress.onStandardError()).resolve("nats-server");
  }

  private static int freePort(String host) throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
      return socket.getLocalPort();
    }
  }

  /** Starts it again after {@link #stop()}. */
  public synchronized void start() {
    String id = UUID.randomUUID().toString();
    try {
      Path file = directory.resolve("nats.conf");
      Files.writeString(
          file,
          """
          listen: "%s:%d"
          jetstream { store_dir: "%s" }
          %s
          """
              .formatted(host, port, directory.resolve("jetstream"), configuration));
      Path log = directory.resolve("nats.log");
      var builder = new ProcessBuilder(List.of(program.toString(), "-c", file.toString()));
      builder.environment().clear();
      builder.environment().putAll(TestProcesses.ownedEnvironment(id));
      process =
          builder
              .directory(directory.toFile())
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      new ProcessRecords(directory, id).add("nats-server", process);
      awaitReady(log);
    } catch (IOException e) {
      throw new ClusterException("The NATS server could not be started: " + e.getMessage(), e);
    }
  }

  private void awaitReady(Path log) throws IOException {
    long end = System.nanoTime() + STARTUP.toNanos();
    while (!listens()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new ClusterException(
            "The NATS server does not serve; it says: " + Files.readString(log));
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ClusterException("Interrupted while the NATS server started", e);
      }
    }
  }

  private boolean listens() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), 500);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /** Kills it, as a crash would. */
  public synchronized void stop() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
      process = null;
    }
  }

  /** Where it serves, {@code nats://127.x.y.z:port}. */
  public String url() {
    return "nats://%s:%d".formatted(host, port);
  }

  /** {@link #url()} with {@code tls://}. */
  public String tlsUrl() {
    return "tls://%s:%d".formatted(host, port);
  }

  @Override
  public void close() {
    if (Runtime.getRuntime().removeShutdownHook(atExit)) {
      end();
    }
  }

  private synchronized void end() {
    if (process != null) {
      ProcessIdentity.of(process.pid())
          .ifPresent(identity -> EndProcesses.end(List.of(identity), GRACE));
      process = null;
    }
    try {
      PrivateFiles.deleteTree(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + directory, e);
    }
  }
}
