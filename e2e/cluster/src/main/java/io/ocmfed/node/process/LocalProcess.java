package io.ocmfed.node.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A process that stands for a container. Its environment is exactly the given one, so that nothing
 * of the developer's shell leaks in.
 *
 * <p>When it ends, its descendants are ended too, as the end of a container's first process does.
 */
public final class LocalProcess {

  private final Process process;
  private final Instant startedAt;
  private final Set<ProcessHandle> seenDescendants = ConcurrentHashMap.newKeySet();

  private LocalProcess(Process process, Instant startedAt) {
    this.process = process;
    this.startedAt = startedAt;
  }

  /**
   * Starts the command with input from /dev/null and output appended to the log.
   *
   * @throws IOException if the program cannot be started; the message names it
   */
  public static LocalProcess start(
      List<String> command, Map<String, String> environment, Path directory, Path log)
      throws IOException {
    var builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectInput(new File("/dev/null"));
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    return new LocalProcess(builder.start(), Instant.now());
  }

  public long pid() {
    return process.pid();
  }

  public Instant startedAt() {
    return startedAt;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** The process and those it started that are alive now. */
  public Set<Long> family() {
    var pids = ConcurrentHashMap.<Long>newKeySet();
    pids.add(process.pid());
    descendants().forEach(handle -> pids.add(handle.pid()));
    return pids;
  }

  /**
   * Waits for the end and then ends what the process left behind.
   *
   * @return how it ended
   */
  public ProcessExit await() throws InterruptedException {
    int code = process.waitFor();
    endDescendants();
    return ProcessExit.of(code);
  }

  /** Whether the process has ended within the time. */
  public boolean awaitEnd(Duration limit) throws InterruptedException {
    return process.waitFor(Math.max(0, limit.toMillis()), TimeUnit.MILLISECONDS);
  }

  /** Sends the signal to the first process only, as a container runtime does. */
  public void signal(Signal signal) {
    if (process.isAlive()) {
      signal.sendTo(process.pid());
    }
  }

  /** Kills the process and all its descendants at once. */
  public void kill() {
    descendants();
    process.destroyForcibly();
    endDescendants();
  }

  /** Sends the signal to the process and all its descendants. */
  public void signalFamily(Signal signal) {
    for (long pid : family()) {
      signal.sendTo(pid);
    }
  }

  /**
   * A fault: has the kernel drop every packet for the TCP sockets that the process and its
   * descendants have now.
   *
   * @throws IOException where this machine does not let us
   */
  public void losePackets() throws IOException {
    int sockets = 0;
    for (long pid : family()) {
      sockets += LostPackets.begin(pid);
    }
    if (sockets == 0) {
      throw new IOException("no socket of process " + pid() + " can be made to lose packets");
    }
  }

  /** Ends that fault: all packets arrive again. */
  public void losePacketsNoMore() {
    family().forEach(LostPackets::end);
  }

  private Set<ProcessHandle> descendants() {
    if (process.isAlive()) {
      process.descendants().forEach(seenDescendants::add);
    }
    seenDescendants.removeIf(handle -> !handle.isAlive());
    return seenDescendants;
  }

  /** A handle compares the start time too: a process that got the pid later is not touched. */
  private void endDescendants() {
    seenDescendants.forEach(ProcessHandle::destroyForcibly);
    seenDescendants.clear();
  }
}
