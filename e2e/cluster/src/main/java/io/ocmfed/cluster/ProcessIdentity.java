package io.ocmfed.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Which process this is, beyond doubt: a pid comes again, but not with the same time of start.
 *
 * @param pid process id
 * @param startTicks time of start in clock ticks since the machine booted, as {@code /proc} tells
 *     it
 */
public record ProcessIdentity(long pid, long startTicks) {

  private static final Path PROC = Path.of("/proc");

  /** The identity of a running process, empty when there is none of that pid. */
  public static Optional<ProcessIdentity> of(long pid) {
    OptionalLong ticks = startTicksOf(pid);
    return ticks.isPresent()
        ? Optional.of(new ProcessIdentity(pid, ticks.getAsLong()))
        : Optional.empty();
  }

  /** The identity of the process that runs this code. */
  public static ProcessIdentity current() {
    return of(ProcessHandle.current().pid()).orElseThrow();
  }

  /** All running processes that carry the variable with exactly this value and that we may read. */
  public static List<ProcessIdentity> carrying(String variable, String value) {
    return carrying(variable, value::equals);
  }

  /** All running processes that carry the variable with such a value and that we may read. */
  static List<ProcessIdentity> carrying(String variable, Predicate<String> value) {
    var found = new ArrayList<ProcessIdentity>();
    try (var entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path entry : entries) {
        of(Long.parseLong(entry.getFileName().toString()))
            .filter(process -> process.variable(variable).filter(value).isPresent())
            .ifPresent(found::add);
      }
    } catch (IOException e) {
      throw new ClusterException("cannot list the processes of this machine", e);
    }
    return found;
  }

  /** Whether the process still runs; one that ended and was not yet collected does not. */
  public boolean alive() {
    OptionalLong ticks = startTicksOf(pid);
    return ticks.isPresent() && ticks.getAsLong() == startTicks;
  }

  /** The value of a variable in the environment that the process was started with. */
  public Optional<String> variable(String name) {
    try {
      String environment =
          Files.readString(PROC.resolve(pid + "/environ"), StandardCharsets.ISO_8859_1);
      String prefix = name + "=";
      for (String entry : environment.split("\0")) {
        if (entry.startsWith(prefix)) {
          return Optional.of(entry.substring(prefix.length()));
        }
      }
      return Optional.empty();
    } catch (IOException _) {
      return Optional.empty(); // gone, or of another user
    }
  }

  private static OptionalLong startTicksOf(long pid) {
    try {
      String stat = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
      return parseStartTicks(stat);
    } catch (IOException _) {
      return OptionalLong.empty();
    }
  }

  /** Field 22 of {@code /proc/<pid>/stat}; the name in field 2 may hold spaces and parentheses. */
  static OptionalLong parseStartTicks(String stat) {
    String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return afterName[0].equals("Z")
        ? OptionalLong.empty()
        : OptionalLong.of(Long.parseLong(afterName[19]));
  }
}
