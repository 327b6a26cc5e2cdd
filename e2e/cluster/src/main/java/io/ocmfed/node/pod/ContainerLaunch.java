package io.ocmfed.node.pod;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.ocmfed.cluster.ProcessRecords;
import io.ocmfed.node.image.Invocation;
import io.ocmfed.node.image.StartException;
import io.ocmfed.node.volume.MountPaths;
import io.ocmfed.node.volume.PodVolumes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns a container's specification into how its program is called on this machine. */
final class ContainerLaunch {

  private static final String TOKEN_MOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";

  private final PodContext context;
  private final Pod pod;
  private final String podIp;
  private final Path podDirectory;
  private final PodVolumes volumes;

  ContainerLaunch(
      PodContext context, Pod pod, String podIp, Path podDirectory, PodVolumes volumes) {
    this.context = context;
    this.pod = pod;
    this.podIp = podIp;
    this.podDirectory = podDirectory;
    this.volumes = volumes;
  }

  /**
   * @throws StartException if a reference leads nowhere; calling again later is right
   */
  Invocation of(Container container) throws StartException {
    Path directory = podDirectory.resolve("containers").resolve(container.getName());
    Path log =
        ContainerLogs.file(
            context.stateDir(),
            pod.getMetadata().getNamespace(),
            pod.getMetadata().getName(),
            container.getName());
    try {
      Files.createDirectories(directory);
      Files.createDirectories(log.getParent());
    } catch (IOException e) {
      throw new StartException("cannot make " + directory + ": " + e.getMessage(), e);
    }
    MountPaths mounts = volumes.mountsOf(container);
    var environment = new LinkedHashMap<>(ofImage(directory));
    Map<String, String> asked = asked(container);
    asked.forEach((name, value) -> environment.put(name, mounts.rewrite(value)));
    environment.putAll(ofNode(container, mounts));
    return new Invocation(
        rewritten(container.getCommand(), asked, mounts),
        rewritten(container.getArgs(), asked, mounts),
        environment,
        podIp,
        directory,
        mounts,
        context.hostsFiles().apply(pod.getMetadata().getNamespace()),
        log);
  }

  private Map<String, String> asked(Container container) throws StartException {
    try {
      return new ContainerEnvironment(pod, podIp, context.nodeIp(), context.sources())
          .of(container);
    } catch (KubernetesClientException e) {
      throw new StartException("cannot resolve the environment: " + e.getMessage(), e);
    }
  }

  private static List<String> rewritten(
      List<String> texts, Map<String, String> environment, MountPaths mounts) {
    return ContainerEnvironment.expandAll(texts, environment).stream()
        .map(mounts::rewrite)
        .toList();
  }

  /** What an image would bring; nothing else of this machine's environment is passed on. */
  private Map<String, String> ofImage(Path directory) {
    String path = System.getenv("PATH");
    return Map.of(
        "PATH",
        path == null ? "/usr/local/bin:/usr/bin:/bin" : path,
        "HOME",
        directory.toString(),
        "LANG",
        "C.UTF-8",
        "HOSTNAME",
        pod.getMetadata().getName());
  }

  /** What this node adds, see docs/design/processes.md. */
  private Map<String, String> ofNode(Container container, MountPaths mounts) {
    var environment = new LinkedHashMap<String, String>();
    environment.put("OCMFED_HOST", podIp);
    environment.put("PGHOST_LISTEN", podIp);
    environment.put(ProcessRecords.MARKER, context.clusterId());
    environment.put(
        "OCMFED_CONTAINER",
        pod.getMetadata().getNamespace()
            + "/"
            + pod.getMetadata().getName()
            + "/"
            + container.getName());
    environment.put("KUBERNETES_SERVICE_HOST", context.api().getHost());
    environment.put("KUBERNETES_SERVICE_PORT", String.valueOf(context.api().getPort()));
    environment.put("KUBERNETES_AUTH_TRYKUBECONFIG", "false");
    mounts.at("/tmp").ifPresent(place -> environment.put("TMPDIR", place.toString()));
    Optional<Path> account = mounts.at(TOKEN_MOUNT);
    if (account.isPresent()) {
      Path directory = account.get();
      environment.put(
          "KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN", directory.resolve("token").toString());
      environment.put("KUBERNETES_CERTS_CA_FILE", directory.resolve("ca.crt").toString());
      environment.put("KUBENAMESPACE", directory.resolve("namespace").toString());
    }
    return environment;
  }
}
