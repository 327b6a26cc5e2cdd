package io.ocmfed.node.image;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How a pod asks for a container, with all references resolved and mount paths rewritten.
 *
 * @param command the container's {@code command}; empty: the image's own
 * @param args the container's {@code args}
 * @param environment the container's environment
 * @param podIp the only address the container may listen on
 * @param directory a directory of the container's own, its working directory
 * @param volumes where the container's volumes lie; everything else is its own file system
 * @param hostsFile the cluster's names, for programs that can read it
 * @param log where output goes
 */
public record Invocation(
    List<String> command,
    List<String> args,
    Map<String, String> environment,
    String podIp,
    Path directory,
    List<Path> volumes,
    Path hostsFile,
    Path log) {}
