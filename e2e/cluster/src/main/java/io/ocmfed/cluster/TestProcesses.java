package io.ocmfed.cluster;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The environments of the programs that a cluster starts, and the remains of tests that were
 * killed.
 *
 * <p>A cluster of a test belongs to the JVM that started it, which its programs carry as {@value
 * #OWNER}. Where that JVM is gone without having ended them, the next test does.
 */
final class TestProcesses {

  static final String OWNER = "OCMFED_CLUSTER_OWNER";
  private static final List<String> INHERITED = List.of("PATH", "HOME", "TMPDIR", "LANG", "USER");

  private static final Duration GRACE = Duration.ofSeconds(2);

  private TestProcesses() {}

  /** A small environment with the cluster's id. */
  static Map<String, String> environment(String clusterId) {
    var environment = new LinkedHashMap<String, String>();
    for (String name : INHERITED) {
      Optional.ofNullable(System.getenv(name)).ifPresent(value -> environment.put(name, value));
    }
    environment.put(ProcessRecords.MARKER, clusterId);
    return environment;
  }

  /** The same for a cluster that must not outlive this JVM. */
  static Map<String, String> ownedEnvironment(String clusterId) {
    Map<String, String> environment = environment(clusterId);
    ProcessIdentity owner = ProcessIdentity.current();
    environment.put(OWNER, owner.pid() + ":" + owner.startTicks());
    return environment;
  }

  /** Ends the programs of tests whose JVM is gone, and the pods of their clusters. */
  static void endAbandoned() {
    List<ProcessIdentity> orphans =
        ProcessIdentity.carrying(
            OWNER,
            owner -> {
              String[] words = owner.split(":");
              return words.length == 2
                  && !new ProcessIdentity(Long.parseLong(words[0]), Long.parseLong(words[1]))
                      .alive();
            });
    Set<String> clusters =
        orphans.stream()
            .flatMap(orphan -> orphan.variable(ProcessRecords.MARKER).stream())
            .collect(Collectors.toSet());
    EndProcesses.end(orphans, GRACE);
    EndProcesses.end(ProcessIdentity.carrying(ProcessRecords.MARKER, clusters::contains), GRACE);
  }
}
