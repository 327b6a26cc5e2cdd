package io.ocmfed.crds;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.crd.generator.annotation.AdditionalSelectableField;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** One side of an invitation, and the connection that follows from it. */
@Group(OcmApi.GROUP)
@Version(OcmApi.VERSION)
@Kind("OcmInvite")
@Plural("ocminvites")
@Singular("ocminvite")
@ShortNames("ocmi")
@Categories(OcmApi.CATEGORY)
@AdditionalPrinterColumn(name = "TRUST", jsonPath = ".spec.trustRef.name", type = Type.STRING)
@AdditionalPrinterColumn(name = "TYPE", jsonPath = ".spec.type", type = Type.STRING)
@AdditionalPrinterColumn(name = "USER", jsonPath = ".spec.user", type = Type.STRING)
@AdditionalPrinterColumn(name = "REMOTE-USER", jsonPath = ".status.connections[0].remoteUser", type = Type.STRING)
@AdditionalPrinterColumn(name = "PHASE", jsonPath = ".status.phase", type = Type.STRING)
@AdditionalPrinterColumn(name = "EXPIRES", jsonPath = ".status.expiresAt", type = Type.STRING)
@AdditionalPrinterColumn(name = "AGE", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@AdditionalSelectableField(jsonPath = ".spec.trustRef.name")
@AdditionalSelectableField(jsonPath = ".spec.type")
@AdditionalSelectableField(jsonPath = ".status.phase")
public final class OcmInvite extends CustomResource<OcmInviteSpec, OcmInviteStatus>
    implements Namespaced {

  /** Absent until set: an object made for server-side apply must own only what it says. */
  @Override
  protected OcmInviteSpec initSpec() {
    return null;
  }

  @Override
  protected OcmInviteStatus initStatus() {
    return null;
  }
}
