package io.ocmfed.node.pod;

import io.fabric8.kubernetes.api.model.ExecAction;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.TCPSocketAction;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

/** Runs what probes and hooks ask for, against one container. */
final class HandlerRunner {

  private static final int SHOWN = 300;

  /**
   * One for all, so that connections are kept: the handshakes of probes every second or two were
   * two thirds of what a node with many pods computed.
   */
  private static final SSLSocketFactory TLS = Unverified.context().getSocketFactory();

  private final ProbeTarget target;

  HandlerRunner(ProbeTarget target) {
    this.target = target;
  }

  /** Probes once, within the time that the probe allows. */
  ProbeResult probe(Probe probe) {
    Integer seconds = probe.getTimeoutSeconds();
    Duration limit = Duration.ofSeconds(seconds == null ? 1 : seconds);
    try {
      if (probe.getHttpGet() != null) {
        return http(probe.getHttpGet(), limit);
      }
      if (probe.getTcpSocket() != null) {
        return tcp(probe.getTcpSocket(), limit);
      }
      if (probe.getExec() != null) {
        return exec(probe.getExec(), limit);
      }
      return new ProbeResult.Failure("this node knows httpGet, tcpSocket and exec probes only");
    } catch (IOException | IllegalArgumentException e) {
      return new ProbeResult.Failure(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new ProbeResult.Failure("interrupted");
    }
  }

  /** Runs a preStop hook, at most that long; its result is nobody's. */
  void hook(LifecycleHandler hook, Duration limit) throws InterruptedException {
    try {
      if (hook.getSleep() != null) {
        Thread.sleep(Duration.ofSeconds(Math.min(hook.getSleep().getSeconds(), limit.toSeconds())));
      } else if (hook.getHttpGet() != null) {
        http(hook.getHttpGet(), limit);
      } else if (hook.getExec() != null) {
        exec(hook.getExec(), limit);
      }
    } catch (IOException | IllegalArgumentException e) {
      note("preStop hook failed: " + e.getMessage());
    }
  }

  private void note(String text) {
    try {
      Files.writeString(
          target.invocation().log(),
          "[node] " + text + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      System.getLogger(HandlerRunner.class.getName())
          .log(System.Logger.Level.WARNING, "{0}; and cannot write its log: {1}", text, e);
    }
  }

  private ProbeResult http(HTTPGetAction get, Duration limit) throws IOException {
    boolean https = "HTTPS".equals(get.getScheme());
    String host = get.getHost() == null ? target.invocation().podIp() : get.getHost();
    String path = get.getPath() == null ? "/" : get.getPath();
    URI uri =
        URI.create(
            (https ? "https" : "http") + "://" + host + ":" + target.port(get.getPort()) + path);
    var connection = (HttpURLConnection) uri.toURL().openConnection();
    if (connection instanceof HttpsURLConnection secure) {
      secure.setSSLSocketFactory(TLS);
      secure.setHostnameVerifier((name, session) -> true);
    }
    connection.setConnectTimeout((int) limit.toMillis());
    connection.setReadTimeout((int) limit.toMillis());
    connection.setRequestProperty("User-Agent", "kube-probe/ocmfed");
    if (get.getHttpHeaders() != null) {
      get.getHttpHeaders().forEach(h -> connection.setRequestProperty(h.getName(), h.getValue()));
    }
    int status = connection.getResponseCode();
    boolean healthy = status >= 200 && status < 400;
    try (var body = healthy ? connection.getInputStream() : connection.getErrorStream()) {
      if (body != null) {
        body.transferTo(OutputStream.nullOutputStream());
      }
    }
    return healthy
        ? new ProbeResult.Success()
        : new ProbeResult.Failure("HTTP probe failed with statuscode: " + status);
  }

  private ProbeResult tcp(TCPSocketAction socket, Duration limit) throws IOException {
    String host = socket.getHost() == null ? target.invocation().podIp() : socket.getHost();
    try (var connection = new Socket()) {
      var address = new InetSocketAddress(host, target.port(socket.getPort()));
      connection.connect(address, (int) limit.toMillis());
      return new ProbeResult.Success();
    }
  }

  private ProbeResult exec(ExecAction exec, Duration limit)
      throws IOException, InterruptedException {
    List<String> command =
        exec.getCommand().stream().map(target.invocation().mounts()::rewrite).toList();
    if (PostgresCheck.isMeantBy(command)) {
      return PostgresCheck.run(target.invocation().podIp(), limit);
    }
    Path output = Files.createTempFile(target.invocation().directory(), "exec-", ".out");
    try {
      var builder =
          new ProcessBuilder(command)
              .directory(target.invocation().directory().toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().clear();
      builder.environment().putAll(target.invocation().environment());
      Process process = builder.start();
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        return new ProbeResult.Failure("command timed out after " + limit.toSeconds() + " s");
      }
      if (process.exitValue() == 0) {
        return new ProbeResult.Success();
      }
      String text = Files.readString(output, StandardCharsets.ISO_8859_1).strip();
      return new ProbeResult.Failure(text.substring(0, Math.min(SHOWN, text.length())));
    } finally {
      Files.deleteIfExists(output);
    }
  }
}
