package io.ocmfed.node.image;

import java.util.List;

/** How the JVMs of our images run on the node. */
public enum JvmSettings {
  /** Small and quick to start, for demos and tests: many of them share one machine. */
  SMALL(
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m"),
      // Key stores are made in memory from PEM files and never written, so they are spared 10,000
      // rounds of key derivation each: with C1 only that was half of an idle process.
      """
      keystore.pkcs12.keyPbeIterationCount=1
      keystore.pkcs12.certPbeIterationCount=1
      keystore.pkcs12.macIterationCount=1
      """),

  /**
   * As in our images under the limits of our charts, for benches: the collector and the heap that
   * the JVM chooses in a container of 512 MiB with MaxRAMPercentage=70.
   */
  PRODUCT(
      List.of(
          "-XX:+UseSerialGC",
          "-Xmx358m",
          "-XX:+ExitOnOutOfMemoryError",
          "-Dsun.net.inetaddr.ttl=1"),
      "");

  private final List<String> options;
  private final String securityProperties;

  JvmSettings(List<String> options, String securityProperties) {
    this.options = options;
    this.securityProperties = securityProperties;
  }

  /** Options of the JVM. */
  public List<String> options() {
    return options;
  }

  /** Lines for a file of additional security properties; may be empty. */
  String securityProperties() {
    return securityProperties;
  }
}
