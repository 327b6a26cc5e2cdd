package io.ocmfed.bench;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What a bench ran on.
 *
 * @param at when it began
 * @param processors processors that the JVM may use
 * @param loadAtBegin how many processes wanted one in the minute before; negative when unknown
 * @param java version of the JVM, also of the one that runs the operator
 * @param system operating system and architecture
 */
record Machine(String at, int processors, double loadAtBegin, String java, String system) {

  static Machine here() {
    var system = ManagementFactory.getOperatingSystemMXBean();
    return new Machine(
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        system.getAvailableProcessors(),
        system.getSystemLoadAverage(),
        Runtime.version().toString(),
        system.getName() + " " + system.getVersion() + " " + system.getArch());
  }
}
