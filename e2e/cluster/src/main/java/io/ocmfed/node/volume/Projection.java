package io.ocmfed.node.volume;

import io.fabric8.kubernetes.api.model.ConfigMapProjection;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretProjection;
import io.fabric8.kubernetes.api.model.ServiceAccountTokenProjection;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which files a Secret, ConfigMap, downwardAPI or projected volume shows. */
final class Projection {

  private static final int DEFAULT_MODE = 0644;
  private static final long DEFAULT_TOKEN_SECONDS = 3600;

  private final VolumeSources sources;
  private final Pod pod;
  private final String podIp;
  private final String nodeIp;
  private final Map<String, ServiceAccountToken> tokens = new HashMap<>();

  Projection(VolumeSources sources, Pod pod, String podIp, String nodeIp) {
    this.sources = sources;
    this.pod = pod;
    this.podIp = podIp;
    this.nodeIp = nodeIp;
  }

  /** The files of the volume; empty when it is of a kind that holds files of its own. */
  Optional<Map<String, ProjectedFile>> files(Volume volume) throws VolumeException {
    if (volume.getSecret() != null) {
      var secret = volume.getSecret();
      var asProjection =
          new SecretProjection(secret.getItems(), secret.getSecretName(), secret.getOptional());
      return Optional.of(secret(asProjection, mode(secret.getDefaultMode())));
    }
    if (volume.getConfigMap() != null) {
      var map = volume.getConfigMap();
      var asProjection = new ConfigMapProjection(map.getItems(), map.getName(), map.getOptional());
      return Optional.of(configMap(asProjection, mode(map.getDefaultMode())));
    }
    if (volume.getDownwardAPI() != null) {
      var downward = volume.getDownwardAPI();
      return Optional.of(fields(downward.getItems(), mode(downward.getDefaultMode())));
    }
    if (volume.getProjected() != null) {
      int mode = mode(volume.getProjected().getDefaultMode());
      var all = new HashMap<String, ProjectedFile>();
      for (VolumeProjection source : volume.getProjected().getSources()) {
        all.putAll(projected(volume.getName(), source, mode));
      }
      return Optional.of(all);
    }
    return Optional.empty();
  }

  private Map<String, ProjectedFile> projected(String volume, VolumeProjection source, int mode)
      throws VolumeException {
    if (source.getSecret() != null) {
      return secret(source.getSecret(), mode);
    }
    if (source.getConfigMap() != null) {
      return configMap(source.getConfigMap(), mode);
    }
    if (source.getDownwardAPI() != null) {
      return fields(source.getDownwardAPI().getItems(), mode);
    }
    if (source.getServiceAccountToken() != null) {
      return token(volume, source.getServiceAccountToken(), mode);
    }
    throw new VolumeException("volume " + volume + " projects a kind that this node does not know");
  }

  private Map<String, ProjectedFile> secret(SecretProjection wanted, int mode)
      throws VolumeException {
    var data = sources.secret(pod.getMetadata().getNamespace(), wanted.getName());
    return pick("Secret " + wanted.getName(), data, wanted.getItems(), wanted.getOptional(), mode);
  }

  private Map<String, ProjectedFile> configMap(ConfigMapProjection wanted, int mode)
      throws VolumeException {
    var data = sources.configMap(pod.getMetadata().getNamespace(), wanted.getName());
    String what = "ConfigMap " + wanted.getName();
    return pick(what, data, wanted.getItems(), wanted.getOptional(), mode);
  }

  private static Map<String, ProjectedFile> pick(
      String what,
      Optional<Map<String, byte[]>> found,
      List<KeyToPath> items,
      Boolean optional,
      int mode)
      throws VolumeException {
    boolean mayMiss = Boolean.TRUE.equals(optional);
    if (found.isEmpty() && !mayMiss) {
      throw new VolumeException("there is no " + what);
    }
    Map<String, byte[]> data = found.orElse(Map.of());
    var files = new HashMap<String, ProjectedFile>();
    if (items == null || items.isEmpty()) {
      data.forEach((key, value) -> files.put(key, new ProjectedFile(value, mode)));
      return files;
    }
    for (KeyToPath item : items) {
      byte[] value = data.get(item.getKey());
      if (value != null) {
        int own = item.getMode() == null ? mode : item.getMode();
        files.put(item.getPath(), new ProjectedFile(value, own));
      } else if (!mayMiss) {
        throw new VolumeException(what + " has no key " + item.getKey());
      }
    }
    return files;
  }

  private Map<String, ProjectedFile> fields(List<DownwardAPIVolumeFile> items, int mode)
      throws VolumeException {
    var files = new HashMap<String, ProjectedFile>();
    for (DownwardAPIVolumeFile item : items) {
      String path = item.getFieldRef() == null ? "" : item.getFieldRef().getFieldPath();
      String value =
          FieldReference.value(pod, podIp, nodeIp, path)
              .orElseThrow(() -> new VolumeException("this node knows no field '" + path + "'"));
      int own = item.getMode() == null ? mode : item.getMode();
      files.put(item.getPath(), new ProjectedFile(value.getBytes(StandardCharsets.UTF_8), own));
    }
    return files;
  }

  private Map<String, ProjectedFile> token(
      String volume, ServiceAccountTokenProjection wanted, int mode) {
    Long asked = wanted.getExpirationSeconds();
    long seconds = asked == null ? DEFAULT_TOKEN_SECONDS : asked;
    ServiceAccountToken token =
        tokens.compute(
            volume + "/" + wanted.getPath(),
            (key, old) ->
                old != null && !old.dueAt(Instant.now())
                    ? old
                    : sources.token(pod, wanted.getAudience(), seconds));
    byte[] text = token.text().getBytes(StandardCharsets.UTF_8);
    return Map.of(wanted.getPath(), new ProjectedFile(text, mode));
  }

  private static int mode(Integer mode) {
    return mode == null ? DEFAULT_MODE : mode;
  }
}
