package io.ocmfed.launcher;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Looks at objects of our kinds in one namespace and waits for them, as a user with kubectl does.
 */
public final class OcmObjects {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final KubernetesClient client;
  private final String namespace;

  public OcmObjects(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /** The object as it is now. */
  public Optional<GenericKubernetesResource> find(OcmKind kind, String name) {
    return Optional.ofNullable(resource(kind, name).get());
  }

  /** All objects of a kind. */
  public List<GenericKubernetesResource> list(OcmKind kind) {
    return client
        .genericKubernetesResources(kind.context())
        .inNamespace(namespace)
        .list()
        .getItems();
  }

  /** Shares that the operator shows, because nobody declared them. */
  public List<GenericKubernetesResource> mirrors() {
    return list(OcmKind.SHARE).stream()
        .filter(
            share ->
                share.getMetadata().getLabels() != null
                    && "true".equals(share.getMetadata().getLabels().get("ocmfed.io/mirrored")))
        .toList();
  }

  /**
   * Waits for an object to be as expected.
   *
   * @throws LauncherException after 90 s, with the status that it has instead
   */
  public GenericKubernetesResource await(
      OcmKind kind, String name, String expected, Predicate<GenericKubernetesResource> condition) {
    return Waiting.forValue(
        "%s %s/%s %s".formatted(kind.kind(), namespace, name, expected),
        PATIENCE,
        () -> find(kind, name).filter(condition),
        () -> find(kind, name).map(OcmObjects::statusText).orElse("it does not exist"));
  }

  /** Waits for {@code Ready=True} of the object's present generation. */
  public GenericKubernetesResource awaitReady(OcmKind kind, String name) {
    return await(kind, name, "to be Ready", OcmObjects::ready);
  }

  /** Waits for a phase, such as {@code Connected}. */
  public GenericKubernetesResource awaitPhase(OcmKind kind, String name, String phase) {
    return await(kind, name, "to be " + phase, object -> phase.equals(text(object, "phase")));
  }

  /** Deletes the object and waits until it is gone, finalizers and all. */
  public void delete(OcmKind kind, String name) {
    resource(kind, name).delete();
    Waiting.until(
        "%s %s/%s to go".formatted(kind.kind(), namespace, name),
        PATIENCE,
        () -> find(kind, name).isEmpty(),
        () -> "finalizers " + find(kind, name).map(o -> o.getMetadata().getFinalizers()));
  }

  /** Sets an annotation on the object. */
  public void annotate(OcmKind kind, String name, String annotation, String value) {
    resource(kind, name)
        .edit(
            object -> {
              var annotations =
                  Optional.ofNullable(object.getMetadata().getAnnotations())
                      .<Map<String, String>>map(HashMap::new)
                      .orElseGet(HashMap::new);
              annotations.put(annotation, value);
              object.getMetadata().setAnnotations(annotations);
              return object;
            });
  }

  /** Whether {@code Ready=True} was said about the object's present generation. */
  public static boolean ready(GenericKubernetesResource object) {
    return Objects.equals(
            number(object.get("status", "observedGeneration")),
            object.getMetadata().getGeneration())
        && condition(object, "Ready").filter(c -> "True".equals(c.get("status"))).isPresent();
  }

  /** A condition of the object, by its type. */
  public static Optional<Map<?, ?>> condition(GenericKubernetesResource object, String type) {
    if (object.get("status", "conditions") instanceof List<?> conditions) {
      for (Object condition : conditions) {
        if (condition instanceof Map<?, ?> map && type.equals(map.get("type"))) {
          return Optional.of(map);
        }
      }
    }
    return Optional.empty();
  }

  /** A field of the status as text; null when it is not there. */
  public static String text(GenericKubernetesResource object, String... path) {
    Object value = object.getAdditionalProperties().get("status");
    for (String name : path) {
      value = value instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return value == null ? null : value.toString();
  }

  private static Long number(Object value) {
    return value instanceof Number number ? number.longValue() : null;
  }

  private static String statusText(GenericKubernetesResource object) {
    return Serialization.asJson(object.getAdditionalProperties().get("status"));
  }

  private Resource<GenericKubernetesResource> resource(OcmKind kind, String name) {
    return client.genericKubernetesResources(kind.context()).inNamespace(namespace).withName(name);
  }
}
