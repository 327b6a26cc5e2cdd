package io.ocmfed.runtime.federation;

import io.ocmfed.runtime.federation.failpoint.Failpoints;
import io.ocmfed.runtime.ocm.Edges;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** The test's side of the failpoints: hears every step of the processes, and says what follows. */
final class FailpointControl implements AutoCloseable {

  private final ServerSocket server;
  private final Map<String, CompletableFuture<Boolean>> armed = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<Void>> awaited = new ConcurrentHashMap<>();
  private final Set<String> reached = ConcurrentHashMap.newKeySet();

  FailpointControl() {
    try {
      server = new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    Thread.ofVirtual().name("failpoints").start(this::serve);
  }

  /** What the JVM of a process needs. */
  String option(String name) {
    return "-D" + Failpoints.PROPERTY + "=" + server.getLocalPort() + ":" + name;
  }

  /** A jar with what the product does not have, and with the file that makes it found. */
  static Path jar() {
    Path classes = Path.of("target", "test-classes");
    Path jar = Path.of("target", "failpoints.jar");
    String inside = Failpoints.class.getPackageName().replace('.', '/');
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.list(classes.resolve(inside))) {
      for (Path file : files.toList()) {
        out.putNextEntry(new JarEntry(inside + "/" + file.getFileName()));
        Files.copy(file, out);
      }
      out.putNextEntry(new JarEntry("META-INF/services/" + Edges.class.getName()));
      out.write(Failpoints.class.getName().getBytes(StandardCharsets.UTF_8));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return jar.toAbsolutePath();
  }

  /** The process dies when it reaches the step next. Completes when it is there. */
  CompletableFuture<Void> dieAt(String process, String step) {
    return arm(process, step, CompletableFuture.completedFuture(true));
  }

  /**
   * The process waits at the step until that is completed, with whether it dies. Completes when it
   * is there.
   */
  CompletableFuture<Void> arm(String process, String step, CompletableFuture<Boolean> verdict) {
    CompletableFuture<Void> there = new CompletableFuture<>();
    awaited.put(process + " " + step, there);
    armed.put(process + " " + step, verdict);
    return there;
  }

  /** Whether a process has ever been at the step. */
  boolean reached(String process, String step) {
    return reached.contains(process + " " + step);
  }

  private void serve() {
    try {
      while (!server.isClosed()) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> answer(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void answer(Socket socket) {
    try (socket;
        InputStream in = socket.getInputStream()) {
      String said =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
      if (said == null) {
        return;
      }
      reached.add(said);
      CompletableFuture<Boolean> verdict = armed.remove(said);
      boolean dies = false;
      if (verdict != null) {
        awaited.remove(said).complete(null);
        dies = verdict.join();
      }
      socket.getOutputStream().write(dies ? Failpoints.DIE : 'g');
    } catch (IOException died) {
      // It was killed while it asked.
    }
  }

  @Override
  public void close() {
    armed.values().forEach(verdict -> verdict.complete(false));
    try {
      server.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
