package io.ocmfed.node.image;

import io.ocmfed.node.process.Signal;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * PostgreSQL, set up as the image {@code postgres} of Docker does it: a first start makes the
 * database cluster in PGDATA with POSTGRES_USER, POSTGRES_PASSWORD or its file, and POSTGRES_DB;
 * arguments are passed on.
 */
record PostgresImage(PostgresBinaries binaries) implements Image {

  private static final long SETUP_SECONDS = 60;

  @Override
  public Launch prepare(Invocation invocation) throws StartException {
    Map<String, String> environment = invocation.environment();
    if (!invocation.command().isEmpty()) {
      var commandLine = new ArrayList<>(invocation.command());
      commandLine.addAll(invocation.args());
      return new Launch(commandLine, environment, Signal.TERM, false);
    }
    Path home = binaries.directory();
    Path data = dataDirectory(invocation);
    if (!Files.exists(data.resolve("PG_VERSION"))) {
      createCluster(invocation, home, data);
    }
    return new Launch(
        command(invocation, home, data),
        environment,
        Signal.INT, // "fast": TERM would wait until the last client has left
        false);
  }

  private static List<String> command(Invocation invocation, Path home, Path data)
      throws StartException {
    var command = new ArrayList<>(unprivileged());
    command.add(home.resolve("bin/postgres").toString());
    command.addAll(List.of("-D", data.toString()));
    List<String> args = invocation.args();
    boolean named = !args.isEmpty() && args.getFirst().equals("postgres");
    command.addAll(args.subList(named ? 1 : 0, args.size()));
    // After the pod's own, so that they win. The data do not outlive the machine, hence no fsync.
    for (String setting :
        List.of(
            "listen_addresses=" + invocation.podIp(),
            "unix_socket_directories=",
            "fsync=off",
            "full_page_writes=off",
            "shared_buffers=16MB",
            "update_process_title=off")) {
      command.addAll(List.of("-c", setting));
    }
    return command;
  }

  private static Path dataDirectory(Invocation invocation) throws StartException {
    String data = invocation.environment().get("PGDATA");
    if (data == null
        || invocation.mounts().places().stream().noneMatch(Path.of(data)::startsWith)) {
      return invocation.directory().resolve("pgdata");
    }
    try {
      Files.createDirectories(Path.of(data).getParent());
    } catch (IOException e) {
      throw new StartException("cannot make the directory of " + data, e);
    }
    return Path.of(data);
  }

  private void createCluster(Invocation invocation, Path home, Path data) throws StartException {
    Map<String, String> environment = invocation.environment();
    String user = environment.getOrDefault("POSTGRES_USER", "postgres");
    String database = environment.getOrDefault("POSTGRES_DB", user);
    Path passwordFile = passwordFile(invocation);
    var initdb = new ArrayList<>(unprivileged());
    initdb.addAll(
        List.of(
            home.resolve("bin/initdb").toString(),
            "--pgdata=" + data,
            "--username=" + user,
            "--pwfile=" + passwordFile,
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
            "--no-instructions"));
    run(initdb, invocation, "");
    if (!database.equals("postgres")) {
      var single = new ArrayList<>(unprivileged());
      single.addAll(
          List.of(home.resolve("bin/postgres").toString(), "--single", "-D", data.toString()));
      single.addAll(List.of("-c", "fsync=off", "postgres"));
      run(single, invocation, "CREATE DATABASE \"" + database.replace("\"", "\"\"") + "\";\n");
    }
    try {
      Files.writeString(
          data.resolve("pg_hba.conf"),
          "\nhost all all all scram-sha-256\n",
          StandardOpenOption.APPEND);
      if (passwordFile.startsWith(invocation.directory())) {
        Files.delete(passwordFile);
      }
    } catch (IOException e) {
      throw new StartException("cannot finish the set-up of " + data, e);
    }
  }

  private static Path passwordFile(Invocation invocation) throws StartException {
    String file = invocation.environment().get("POSTGRES_PASSWORD_FILE");
    if (file != null) {
      return Path.of(file);
    }
    String password = invocation.environment().get("POSTGRES_PASSWORD");
    if (password == null || password.isEmpty()) {
      throw new StartException(
          "PostgreSQL needs POSTGRES_PASSWORD_FILE or POSTGRES_PASSWORD for its first start");
    }
    Path written = invocation.directory().resolve("initial-password");
    try {
      return Files.writeString(written, password + "\n");
    } catch (IOException e) {
      throw new StartException("cannot write " + written, e);
    }
  }

  private static void run(List<String> command, Invocation invocation, String input)
      throws StartException {
    try {
      var builder =
          new ProcessBuilder(command)
              .directory(invocation.directory().toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(invocation.log().toFile()));
      builder.environment().clear();
      builder.environment().putAll(invocation.environment());
      Process process = builder.start();
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
      if (!process.waitFor(SETUP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new StartException("PostgreSQL's set-up takes too long; see " + invocation.log());
      }
      if (process.exitValue() != 0) {
        throw new StartException("PostgreSQL's set-up failed; see " + invocation.log());
      }
    } catch (IOException e) {
      throw new StartException("cannot run PostgreSQL's set-up: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartException("interrupted while PostgreSQL was set up", e);
    }
  }

  /**
   * PostgreSQL refuses to run as root. A user namespace without any mapping makes root nobody to
   * itself, while its files stay its own; unshare executes the program in its place, so that the
   * process keeps its id.
   */
  private static List<String> unprivileged() throws StartException {
    if (!"root".equals(System.getProperty("user.name"))) {
      return List.of();
    }
    List<String> unshare = List.of("unshare", "-U");
    try {
      var trial = new ArrayList<>(unshare);
      trial.add("true");
      var process = new ProcessBuilder(trial).redirectErrorStream(true).start();
      process.getInputStream().transferTo(OutputStream.nullOutputStream());
      if (process.waitFor() == 0) {
        return unshare;
      }
    } catch (IOException e) {
      throw new StartException("PostgreSQL does not run as root, and there is no unshare", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new StartException(
        "PostgreSQL does not run as root, and this machine gives root no user namespace:"
            + " run as another user");
  }
}
