package io.ocmfed.node.pod;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.Pod;
import io.ocmfed.node.image.StartException;
import io.ocmfed.node.volume.FieldReference;
import io.ocmfed.node.volume.VolumeSources;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Resolves a container's {@code envFrom} and {@code env}, and expands {@code $(NAME)}. */
final class ContainerEnvironment {

  private final Pod pod;
  private final String podIp;
  private final String nodeIp;
  private final VolumeSources sources;

  ContainerEnvironment(Pod pod, String podIp, String nodeIp, VolumeSources sources) {
    this.pod = pod;
    this.podIp = podIp;
    this.nodeIp = nodeIp;
    this.sources = sources;
  }

  /**
   * @return what the container asks for, in its order
   * @throws StartException if a reference leads nowhere; calling again later is right
   */
  Map<String, String> of(Container container) throws StartException {
    var environment = new LinkedHashMap<String, String>();
    for (EnvFromSource source : container.getEnvFrom()) {
      addAll(source, environment);
    }
    for (EnvVar variable : container.getEnv()) {
      if (variable.getValueFrom() == null) {
        String text = variable.getValue() == null ? "" : variable.getValue();
        environment.put(variable.getName(), References.expand(text, environment));
      } else {
        valueFrom(variable.getValueFrom())
            .ifPresent(value -> environment.put(variable.getName(), value));
      }
    }
    return environment;
  }

  private void addAll(EnvFromSource source, Map<String, String> environment) throws StartException {
    String prefix = source.getPrefix() == null ? "" : source.getPrefix();
    Map<String, byte[]> entries;
    if (source.getSecretRef() != null) {
      var reference = source.getSecretRef();
      entries = secret(reference.getName(), reference.getOptional()).orElse(Map.of());
    } else {
      var reference = source.getConfigMapRef();
      entries = configMap(reference.getName(), reference.getOptional()).orElse(Map.of());
    }
    entries.forEach((key, value) -> environment.put(prefix + key, text(value)));
  }

  private Optional<String> valueFrom(EnvVarSource source) throws StartException {
    if (source.getFieldRef() != null) {
      String path = source.getFieldRef().getFieldPath();
      return Optional.of(
          FieldReference.value(pod, podIp, nodeIp, path)
              .orElseThrow(() -> new StartException("this node knows no field '" + path + "'")));
    }
    if (source.getSecretKeyRef() != null) {
      var reference = source.getSecretKeyRef();
      return key(
          "Secret " + reference.getName(),
          secret(reference.getName(), reference.getOptional()),
          reference.getKey(),
          reference.getOptional());
    }
    if (source.getConfigMapKeyRef() != null) {
      var reference = source.getConfigMapKeyRef();
      return key(
          "ConfigMap " + reference.getName(),
          configMap(reference.getName(), reference.getOptional()),
          reference.getKey(),
          reference.getOptional());
    }
    throw new StartException("this node resolves fields, Secrets and ConfigMaps only");
  }

  private static Optional<String> key(
      String what, Optional<Map<String, byte[]>> entries, String key, Boolean optional)
      throws StartException {
    Optional<String> value = entries.map(all -> all.get(key)).map(ContainerEnvironment::text);
    if (value.isEmpty() && !Boolean.TRUE.equals(optional)) {
      throw new StartException("couldn't find key " + key + " in " + what);
    }
    return value;
  }

  private Optional<Map<String, byte[]>> secret(String name, Boolean optional)
      throws StartException {
    return present(
        "secret", name, sources.secret(pod.getMetadata().getNamespace(), name), optional);
  }

  private Optional<Map<String, byte[]>> configMap(String name, Boolean optional)
      throws StartException {
    return present(
        "configmap", name, sources.configMap(pod.getMetadata().getNamespace(), name), optional);
  }

  private static Optional<Map<String, byte[]>> present(
      String kind, String name, Optional<Map<String, byte[]>> found, Boolean optional)
      throws StartException {
    if (found.isEmpty() && !Boolean.TRUE.equals(optional)) {
      throw new StartException(kind + " \"" + name + "\" not found");
    }
    return found;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Expands references in a command or in arguments. */
  static List<String> expandAll(List<String> texts, Map<String, String> environment) {
    return texts == null
        ? List.of()
        : texts.stream().map(text -> References.expand(text, environment)).toList();
  }
}
