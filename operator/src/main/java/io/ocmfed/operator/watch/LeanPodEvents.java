package io.ocmfed.operator.watch;

import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserSequence;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.quarkus.kubernetes.client.KubernetesClientObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;

/**
 * Reads the pods of watches for what {@link Stripping#pod} keeps of them, and skips the rest. The
 * client's own way makes a tree of the whole object and then an object of the tree, which was most
 * of the work when many gateways change at once. Everything else, and every other kind, is read as
 * always; so is a pod whose JSON does not begin with its kind, as that of every API server does.
 */
@Singleton
public final class LeanPodEvents implements KubernetesClientObjectMapperCustomizer {

  @Override
  public void customize(ObjectMapper mapper) {
    mapper.addMixIn(WatchEvent.class, Event.class);
  }

  private abstract static class Event {
    @JsonDeserialize(using = WatchedObject.class)
    abstract void setObject(Object object);
  }

  static final class WatchedObject extends JsonDeserializer<Object> {

    private static final ObjectReader PODS =
        new ObjectMapper()
            .addMixIn(ObjectMeta.class, KeptMetadata.class)
            .addMixIn(PodSpec.class, KeptSpec.class)
            .addMixIn(Container.class, KeptContainer.class)
            .addMixIn(PodStatus.class, KeptStatus.class)
            .readerFor(Pod.class);

    @Override
    public Object deserialize(JsonParser json, DeserializationContext context) throws IOException {
      if (!json.isExpectedStartObjectToken()) {
        return context.readValue(json, KubernetesResource.class);
      }
      try (TokenBuffer head = context.bufferForInputBuffering(json)) {
        head.copyCurrentEvent(json);
        if (next(json, head, "kind", "Pod") && next(json, head, "apiVersion", "v1")) {
          json.nextToken();
          return PODS.readValue(json);
        }
        JsonParser whole =
            JsonParserSequence.createFlattened(false, head.asParserOnFirstToken(), json);
        return context.readValue(whole, KubernetesResource.class);
      }
    }

    /** Whether the next field is that; keeps what was read. */
    private static boolean next(JsonParser json, TokenBuffer head, String name, String value)
        throws IOException {
      if (json.nextToken() != JsonToken.FIELD_NAME) {
        head.copyCurrentEvent(json);
        return false;
      }
      boolean named = json.currentName().equals(name);
      head.copyCurrentEvent(json);
      json.nextToken();
      boolean equal = named && value.equals(json.getValueAsString());
      head.copyCurrentEvent(json);
      return equal;
    }
  }

  @JsonIncludeProperties({
    "name",
    "namespace",
    "uid",
    "resourceVersion",
    "generation",
    "creationTimestamp",
    "deletionTimestamp",
    "labels"
  })
  private abstract static class KeptMetadata {}

  @JsonIncludeProperties({"containers", "initContainers"})
  private abstract static class KeptSpec {}

  @JsonIncludeProperties({"name", "ports"})
  private abstract static class KeptContainer {}

  @JsonIncludeProperties({"phase", "podIP", "podIPs", "conditions"})
  private abstract static class KeptStatus {}
}
