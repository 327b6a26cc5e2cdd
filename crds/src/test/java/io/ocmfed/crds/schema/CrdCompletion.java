package io.ocmfed.crds.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.ocmfed.crds.ConditionType;
import io.ocmfed.crds.OcmInstance;
import io.ocmfed.crds.OcmInvite;
import io.ocmfed.crds.OcmShare;
import io.ocmfed.crds.OcmTrust;
import io.ocmfed.crds.Reason;
import io.ocmfed.crds.WireName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the annotations of the CRD generator cannot say, or say twice, put right in the generated
 * document.
 */
final class CrdCompletion {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final Map<Class<? extends HasMetadata>, String> KINDS =
      Map.of(
          OcmInstance.class,
          "An installation of ours: where its gateway and its runtimes are. The operator watches the gateway pods and"
              + " tells every runtime where they are, so that no runtime keeps the address of a pod that is gone.",
          OcmTrust.class,
          "A peer we federate with, and what may go either way. Nothing is sent to, or taken from, a domain that no"
              + " OcmTrust names.",
          OcmInvite.class,
          "One side of an invitation, and the connection of two users that follows from it. The two sides may be"
              + " applied in any order. Deleting it ends the connection on both sides.",
          OcmShare.class,
          "A file or folder shared across two installations. Whoever may create an OcmShare can share any file of any"
              + " user of the installation. Objects with the label ocmfed.io/mirrored=true only show shares that"
              + " nobody declared.");

  private CrdCompletion() {}

  static void complete(ObjectNode crd, Class<? extends HasMetadata> kind) {
    ObjectNode version = (ObjectNode) crd.at("/spec/versions/0");
    ObjectNode schema = (ObjectNode) version.at("/schema/openAPIV3Schema");
    ObjectNode spec = (ObjectNode) schema.at("/properties/spec");
    ObjectNode status = (ObjectNode) schema.at("/properties/status");

    tidy(schema);
    schema.put("description", KINDS.get(kind));
    schema.set("required", NODES.arrayNode().add("spec"));
    spec.put("description", "What is wanted. Written by people, never by the operator.");
    status.put("description", "What is. Written by the operator only.");
    status.set("default", pendingStatus());
    ((ObjectNode) status.at("/properties")).set("conditions", conditions(status));
    columns(version, kind);
  }

  /** Rules once, enums without {@code UNKNOWN}, whole numbers as such, times by rule only. */
  private static void tidy(JsonNode node) {
    if (node instanceof ObjectNode object) {
      if (object.get("x-kubernetes-validations") instanceof ArrayNode rules) {
        Set<JsonNode> once = new LinkedHashSet<>();
        rules.forEach(once::add);
        object.set("x-kubernetes-validations", NODES.arrayNode().addAll(once));
        if (object.path("format").asText().equals("date-time")) {
          object.remove("format");
        }
      }
      if (object.get("enum") instanceof ArrayNode values) {
        ArrayNode known = NODES.arrayNode();
        values.forEach(
            value -> {
              if (!value.asText().equals(WireName.UNKNOWN_WIRE_NAME)) {
                known.add(value);
              }
            });
        object.set("enum", known);
      }
      for (String bound : List.of("minimum", "maximum")) {
        if (object.get(bound) instanceof DoubleNode number) {
          object.set(bound, LongNode.valueOf(number.longValue()));
        }
      }
    }
    node.forEach(CrdCompletion::tidy);
  }

  /** Waiting tools take an object without status as ready; so there is one from creation on. */
  private static ObjectNode pendingStatus() {
    ObjectNode ready =
        NODES
            .objectNode()
            .put("type", ConditionType.READY.wireName())
            .put("status", "Unknown")
            .put("reason", Reason.PENDING.wireName())
            .put("message", "The operator has not looked at this object yet.")
            .put("lastTransitionTime", "1970-01-01T00:00:00Z");
    ObjectNode status = NODES.objectNode();
    status.putArray("conditions").add(ready);
    return status;
  }

  /** As metav1.Condition, each type owned on its own by whoever applies it. */
  private static ObjectNode conditions(ObjectNode status) {
    ObjectNode list = (ObjectNode) status.at("/properties/conditions");
    ObjectNode item = NODES.objectNode().put("type", "object");
    item.put("description", "One aspect of the state of this object.");
    item.set(
        "required",
        NODES
            .arrayNode()
            .add("type")
            .add("status")
            .add("reason")
            .add("message")
            .add("lastTransitionTime"));
    ObjectNode fields = item.putObject("properties");
    text(fields, "type", "The aspect, such as Ready.", 316)
        .put("minLength", 1)
        .put(
            "pattern",
            "^([a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?"
                + "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$");
    ObjectNode statusField =
        fields
            .putObject("status")
            .put("type", "string")
            .put("description", "Whether it holds: True, False or Unknown.");
    statusField.putArray("enum").add("True").add("False").add("Unknown");
    text(fields, "reason", "Why, as one word for programs; docs list them all.", 1024)
        .put("minLength", 1)
        .put("pattern", "^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$");
    text(fields, "message", "Why, for people, and what to do.", 32768);
    text(fields, "lastTransitionTime", "When the status last changed.", 40)
        .put("format", "date-time");
    fields
        .putObject("observedGeneration")
        .put("type", "integer")
        .put("format", "int64")
        .put("minimum", 0)
        .put("description", "Generation of the spec that this condition speaks of.");
    list.set("items", item);
    list.put("maxItems", 16);
    list.put("x-kubernetes-list-type", "map");
    list.set("x-kubernetes-list-map-keys", NODES.arrayNode().add("type"));
    return list;
  }

  private static ObjectNode text(ObjectNode fields, String name, String description, int length) {
    return fields
        .putObject(name)
        .put("type", "string")
        .put("maxLength", length)
        .put("description", description);
  }

  /** In the order of the annotations, which is how people read them; the generator sorts them. */
  private static void columns(ObjectNode version, Class<? extends HasMetadata> kind) {
    List<String> order =
        Stream.of(kind.getAnnotationsByType(AdditionalPrinterColumn.class))
            .map(AdditionalPrinterColumn::name)
            .toList();
    List<ObjectNode> columns = new ArrayList<>();
    version.path("additionalPrinterColumns").forEach(column -> columns.add((ObjectNode) column));
    columns.sort(Comparator.comparingInt(column -> order.indexOf(column.path("name").asText())));
    columns.forEach(column -> column.remove("priority"));
    version.set("additionalPrinterColumns", NODES.arrayNode().addAll(columns));
  }
}
