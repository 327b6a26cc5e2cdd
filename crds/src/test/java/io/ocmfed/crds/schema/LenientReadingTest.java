package io.ocmfed.crds.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.ocmfed.crds.InvitePhase;
import io.ocmfed.crds.InviteType;
import io.ocmfed.crds.OcmInstance;
import io.ocmfed.crds.OcmInvite;
import io.ocmfed.crds.OcmShare;
import io.ocmfed.crds.OcmTrust;
import io.ocmfed.crds.Permission;
import io.ocmfed.crds.RuntimeRole;
import io.ocmfed.crds.ShareDirection;
import io.ocmfed.crds.SharePhase;
import io.ocmfed.crds.SignaturePolicy;
import org.junit.jupiter.api.Test;

/**
 * Objects that a newer version stored can be read: values and fields that we do not know must not
 * end the operator's informer.
 */
class LenientReadingTest {

  private final KubernetesSerialization json = new KubernetesSerialization();

  @Test
  void unknownValuesInAnInstance() {
    OcmInstance instance = json.unmarshal(fromTomorrow("instance-full"), OcmInstance.class);
    assertThat(instance.getSpec().runtimes().getFirst().role()).isEqualTo(RuntimeRole.UNKNOWN);
    assertThat(instance.getSpec().domain()).isEqualTo("cloud-a.localhost:8443");
  }

  @Test
  void unknownValuesInATrust() {
    OcmTrust trust = json.unmarshal(fromTomorrow("trust-full"), OcmTrust.class);
    assertThat(trust.getSpec().signatures()).isEqualTo(SignaturePolicy.UNKNOWN);
    assertThat(trust.getSpec().permissions()).containsOnly(Permission.UNKNOWN);
  }

  @Test
  void unknownValuesInAnInvite() {
    OcmInvite invite = json.unmarshal(fromTomorrow("invite-issue"), OcmInvite.class);
    assertThat(invite.getSpec().type()).isEqualTo(InviteType.UNKNOWN);
    assertThat(invite.getStatus().phase()).isEqualTo(InvitePhase.UNKNOWN);
  }

  @Test
  void unknownValuesInAShare() {
    OcmShare share = json.unmarshal(fromTomorrow("share-outgoing"), OcmShare.class);
    assertThat(share.getSpec().direction()).isEqualTo(ShareDirection.UNKNOWN);
    assertThat(share.getStatus().phase()).isEqualTo(SharePhase.UNKNOWN);
  }

  @Test
  void anObjectWithoutSpecAndStatus() {
    OcmTrust trust =
        json.unmarshal(
            "{\"apiVersion\": \"ocmfed.io/v1alpha1\", \"kind\": \"OcmTrust\"}", OcmTrust.class);
    assertThat(trust.getSpec()).isNull();
    assertThat(trust.getStatus()).isNull();
    assertThat(json.asJson(trust)).doesNotContain("spec").doesNotContain("status");
  }

  /** A valid object with a new field everywhere, and a new value wherever there is an enum. */
  private String fromTomorrow(String file) {
    Table table =
        Table.in("valid").stream().filter(t -> t.name().equals(file)).findFirst().orElseThrow();
    JsonNode object = json.unmarshal(json.asJson(table.last()), JsonNode.class);
    JsonNode schema =
        Schema.of(table.last().getKind()).version().at("/schema/openAPIV3Schema/properties");
    for (String part : new String[] {"spec", "status"}) {
      change(object.path(part), schema.path(part));
    }
    return object.toString();
  }

  private static void change(JsonNode node, JsonNode schema) {
    if (node instanceof ObjectNode object) {
      schema
          .path("properties")
          .properties()
          .forEach(
              field -> {
                if (field.getValue().has("enum") && object.has(field.getKey())) {
                  object.put(field.getKey(), "FromTomorrow");
                } else {
                  change(object.path(field.getKey()), field.getValue());
                }
              });
      object.put("fieldFromTomorrow", "value");
    }
    if (node instanceof ArrayNode list) {
      for (int i = 0; i < list.size(); i++) {
        if (schema.path("items").has("enum")) {
          list.set(i, TextNode.valueOf("FromTomorrow"));
        } else {
          change(list.get(i), schema.path("items"));
        }
      }
    }
  }
}
