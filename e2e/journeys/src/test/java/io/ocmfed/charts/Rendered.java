package io.ocmfed.charts;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a chart rendered: the text, and the objects in it. */
record Rendered(String manifest, List<HasMetadata> objects) {

  <T extends HasMetadata> List<T> all(Class<T> kind) {
    return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  <T extends HasMetadata> Optional<T> find(Class<T> kind, String name) {
    return all(kind).stream()
        .filter(object -> object.getMetadata().getName().equals(name))
        .findFirst();
  }

  <T extends HasMetadata> T the(Class<T> kind, String name) {
    return find(kind, name)
        .orElseThrow(
            () ->
                new AssertionError(
                    "no %s %s, but %s"
                        .formatted(
                            kind.getSimpleName(),
                            name,
                            all(kind).stream().map(o -> o.getMetadata().getName()).toList())));
  }

  /** The pod templates of all workloads, by workload. */
  Map<String, PodTemplateSpec> pods() {
    return Stream.concat(
            all(Deployment.class).stream()
                .map(it -> Map.entry(it.getMetadata().getName(), it.getSpec().getTemplate())),
            all(StatefulSet.class).stream()
                .map(it -> Map.entry(it.getMetadata().getName(), it.getSpec().getTemplate())))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  PodSpec pod(String workload) {
    return pods().get(workload).getSpec();
  }

  /** The one container of a workload. */
  Container container(String workload) {
    return pod(workload).getContainers().getFirst();
  }

  /** Environment of a workload's container; values from fields and Secrets are empty. */
  Map<String, String> environment(String workload) {
    return container(workload).getEnv().stream()
        .collect(
            Collectors.toMap(EnvVar::getName, it -> Optional.ofNullable(it.getValue()).orElse("")));
  }

  /** A decoded key of a Secret. */
  String secret(String name, String key) {
    String value = the(Secret.class, name).getData().get(key);
    if (value == null) {
      throw new AssertionError("no key %s in Secret %s".formatted(key, name));
    }
    return new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
  }
}
