package io.ocmfed.node.image;

import io.ocmfed.node.process.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * A built Quarkus application, run by the Java that runs this node.
 *
 * @param application the directory with {@code app.jar} and {@code app.aot}
 */
public record JavaImage(Path application, JvmSettings jvm) implements Image {

  /** The application with all of its libraries. */
  public static final String JAR = "app.jar";

  /** Made by the build beside the jar: its classes, loaded and linked, for the same JVM. */
  public static final String AOT_CACHE = "app.aot";

  private static final String OPTIONS = "JAVA_TOOL_OPTIONS";

  /** Names are not kept. */
  private static final String SECURITY_PROPERTIES =
      """
      networkaddress.cache.ttl=0
      networkaddress.cache.negative.ttl=0
      """;

  @Override
  public Launch prepare(Invocation invocation) throws StartException {
    Path jar = application.resolve(JAR);
    if (!Files.exists(jar)) {
      throw new StartException(jar + " does not exist: build the application first");
    }
    Path home = Path.of(System.getProperty("java.home"));
    var commandLine = new ArrayList<String>();
    if (invocation.command().isEmpty()) {
      commandLine.addAll(
          List.of(
              home.resolve("bin/java").toString(),
              "-XX:AOTCache=" + application.resolve(AOT_CACHE),
              "-jar",
              jar.toString()));
    } else {
      commandLine.addAll(invocation.command());
    }
    commandLine.addAll(invocation.args());

    var environment = new HashMap<>(invocation.environment());
    environment.put("JAVA_HOME", home.toString());
    environment.merge("PATH", home.resolve("bin").toString(), (path, java) -> java + ":" + path);
    environment.merge(
        OPTIONS, String.join(" ", options(invocation)), (given, ours) -> given + " " + ours);
    return new Launch(commandLine, environment, Signal.TERM, true);
  }

  /**
   * Every name is looked up anew in the cluster's hosts file. Some of it are security properties
   * with a value in the JDK's own file, so a system property cannot change them; an additional
   * properties file can.
   */
  private List<String> options(Invocation invocation) throws StartException {
    Path security = invocation.directory().resolve("java.security");
    try {
      Files.writeString(security, SECURITY_PROPERTIES + jvm.securityProperties());
    } catch (IOException e) {
      throw new StartException("cannot write " + security, e);
    }
    var options = new ArrayList<>(jvm.options());
    options.add("-Djdk.net.hosts.file=" + invocation.hostsFile());
    options.add("-Djava.security.properties=" + security);
    invocation.mounts().at("/tmp").ifPresent(tmp -> options.add("-Djava.io.tmpdir=" + tmp));
    return options;
  }
}
