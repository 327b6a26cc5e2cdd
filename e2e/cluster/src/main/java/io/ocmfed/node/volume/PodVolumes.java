package io.ocmfed.node.volume;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The volumes of one pod as directories of this machine. */
public final class PodVolumes {

  private final Pod pod;
  private final Path directory;
  private final VolumeSources sources;
  private final Projection projection;
  private final Map<String, ProjectedDirectory> projected = new HashMap<>();
  private final Map<String, Path> places = new HashMap<>();

  /**
   * @param directory the pod's own, below which volumes are made
   */
  public PodVolumes(Pod pod, Path directory, VolumeSources sources, String podIp, String nodeIp) {
    this.pod = pod;
    this.directory = directory;
    this.sources = sources;
    this.projection = new Projection(sources, pod, podIp, nodeIp);
  }

  /**
   * Makes the volumes, and brings the files of those that are there up to date.
   *
   * @throws VolumeException if one cannot be had; calling again is right
   */
  public synchronized void refresh() throws VolumeException {
    for (Volume volume : pod.getSpec().getVolumes()) {
      try {
        make(volume);
      } catch (IOException | KubernetesClientException e) {
        throw new VolumeException("volume " + volume.getName() + ": " + e.getMessage(), e);
      }
    }
  }

  private void make(Volume volume) throws IOException, VolumeException {
    Path own = directory.resolve("volumes").resolve(volume.getName());
    Optional<Map<String, ProjectedFile>> files = projection.files(volume);
    if (files.isPresent()) {
      projected
          .computeIfAbsent(volume.getName(), name -> new ProjectedDirectory(own))
          .show(files.get());
      places.put(volume.getName(), own);
    } else if (!places.containsKey(volume.getName())) {
      Path place = place(volume, own);
      Files.createDirectories(place);
      places.put(volume.getName(), place);
    }
  }

  private Path place(Volume volume, Path own) throws VolumeException {
    if (volume.getEmptyDir() != null) {
      return own;
    }
    if (volume.getHostPath() != null) {
      return Path.of(volume.getHostPath().getPath());
    }
    if (volume.getPersistentVolumeClaim() != null) {
      return sources.claim(
          pod.getMetadata().getNamespace(), volume.getPersistentVolumeClaim().getClaimName());
    }
    throw new VolumeException(
        "volume " + volume.getName() + " is of a kind that this node does not know");
  }

  /** Where the container's mounts really lie. */
  public synchronized MountPaths mountsOf(Container container) {
    var mounts = new HashMap<String, Path>();
    for (VolumeMount mount : container.getVolumeMounts()) {
      Path place = places.get(mount.getName());
      boolean whole = mount.getSubPath() == null || mount.getSubPath().isEmpty();
      mounts.put(mount.getMountPath(), whole ? place : place.resolve(mount.getSubPath()));
    }
    return new MountPaths(mounts);
  }

  /** Whether the pod shows files of this object, so that its change concerns it. */
  public boolean shows(String kind, String name) {
    return pod.getSpec().getVolumes().stream()
        .anyMatch(
            volume ->
                switch (kind) {
                  case "Secret" ->
                      volume.getSecret() != null && name.equals(volume.getSecret().getSecretName())
                          || volume.getProjected() != null;
                  case "ConfigMap" ->
                      volume.getConfigMap() != null && name.equals(volume.getConfigMap().getName())
                          || volume.getProjected() != null;
                  default -> false;
                });
  }

  /** Removes the pod's directory with all volumes of its own; volumes of claims stay. */
  public synchronized void delete() throws IOException {
    ProjectedDirectory.deleteTree(directory);
  }
}
