package io.ocmfed.cluster;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Ends processes: asks them to, and after a while makes them. */
public final class EndProcesses {

  private static final int ROUNDS = 10;
  private static final Duration AFTER_KILL = Duration.ofSeconds(5);
  private static final Duration LOOK = Duration.ofMillis(20);

  private EndProcesses() {}

  /**
   * Ends all that the supplier finds, and looks again until it finds none, because an ending
   * process may still start another.
   *
   * @param grace how long a process may take to end by itself
   * @throws ClusterException when some cannot be ended
   */
  public static void all(Supplier<Set<ProcessIdentity>> running, Duration grace) {
    for (int round = 0; round < ROUNDS; round++) {
      Set<ProcessIdentity> found = running.get();
      if (found.isEmpty()) {
        return;
      }
      end(found, grace);
    }
    throw new ClusterException("These processes could not be ended: " + running.get());
  }

  /** Ends exactly these, as far as they still run. */
  public static void end(Collection<ProcessIdentity> processes, Duration grace) {
    List<ProcessHandle> handles =
        processes.stream().flatMap(process -> handle(process).stream()).toList();
    handles.forEach(ProcessHandle::destroy);
    if (!gone(processes, grace)) {
      processes.stream()
          .flatMap(process -> handle(process).stream())
          .forEach(ProcessHandle::destroyForcibly);
      gone(processes, AFTER_KILL);
    }
  }

  /**
   * The handle is taken before the identity is checked: it is bound to the process that had the pid
   * then, so that a pid that changes hands in between is not hit.
   */
  private static Optional<ProcessHandle> handle(ProcessIdentity process) {
    return ProcessHandle.of(process.pid()).filter(_ -> process.alive());
  }

  /**
   * Looks at {@code /proc} instead of waiting for exits: a process whose parent died may stay as a
   * zombie where nobody collects it, and that counts as gone.
   */
  private static boolean gone(Collection<ProcessIdentity> processes, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (processes.stream().anyMatch(ProcessIdentity::alive)) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
    return true;
  }
}
