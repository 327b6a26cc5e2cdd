package io.ocmfed.crds.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.ocmfed.crds.ConditionType;
import io.ocmfed.crds.InvitePhase;
import io.ocmfed.crds.InviteType;
import io.ocmfed.crds.LocalReference;
import io.ocmfed.crds.OcmInvite;
import io.ocmfed.crds.OcmInviteSpec;
import io.ocmfed.crds.OcmInviteStatus;
import io.ocmfed.crds.Reason;
import io.ocmfed.crds.SecretKeyReference;
import io.ocmfed.crds.WireDuration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Server-side apply of a status as the operator does it: a fresh object with name and status only.
 */
@ExtendWith(InstalledCrds.Extension.class)
class OperatorWritesTest {

  private static final PatchContext AS_OPERATOR =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("ocmfed-operator")
          .withForce(true)
          .build();

  @Test
  void statusTakesThePlaceOfTheDefaultAndReadsBackEqual(InstalledCrds crds) {
    OcmInvite declared = invite();
    declared.setSpec(
        new OcmInviteSpec(
            new LocalReference("cloud-b"),
            InviteType.ISSUE,
            "alice",
            new SecretKeyReference("alice-to-b", null),
            new OcmInviteSpec.Issue(new WireDuration("720h"), null, null)));
    OcmInvite created = crds.client().resource(declared).create();
    assertThat(created.getSpec().tokenSecretRef().key()).isEqualTo("token");
    assertThat(created.getSpec().issue().maxAcceptances()).isEqualTo(1);

    OcmInviteStatus status = status("Nobody has accepted yet.");
    OcmInvite first = applyStatus(crds, status);
    assertThat(first.getStatus()).isEqualTo(status);
    assertThat(first.getSpec()).isEqualTo(created.getSpec());
    assertThat(first.getMetadata().getGeneration()).isEqualTo(1);

    OcmInvite again = applyStatus(crds, first.getStatus());
    assertThat(again.getMetadata().getResourceVersion())
        .isEqualTo(first.getMetadata().getResourceVersion());

    crds.client().resource(again).delete();
  }

  private static OcmInvite applyStatus(InstalledCrds crds, OcmInviteStatus status) {
    OcmInvite fresh = invite();
    fresh.setStatus(status);
    return crds.client().resource(fresh).subresource("status").patch(AS_OPERATOR);
  }

  private static OcmInvite invite() {
    OcmInvite invite = new OcmInvite();
    invite.setMetadata(
        new ObjectMetaBuilder()
            .withName("written-by-operator")
            .withNamespace(InstalledCrds.NAMESPACE)
            .build());
    return invite;
  }

  private static OcmInviteStatus status(String message) {
    return new OcmInviteStatus(
        1L,
        null,
        InvitePhase.OFFERED,
        Instant.parse("2027-01-31T12:00:00Z"),
        List.of(),
        List.of(
            condition(ConditionType.READY, Reason.OFFERED, message),
            condition(ConditionType.OFFERED, Reason.OFFERED, message)));
  }

  private static Condition condition(ConditionType type, Reason reason, String message) {
    return new ConditionBuilder()
        .withType(type.wireName())
        .withStatus("True")
        .withReason(reason.wireName())
        .withMessage(message)
        .withLastTransitionTime("2027-01-01T12:00:00Z")
        .withObservedGeneration(1L)
        .build();
  }
}
