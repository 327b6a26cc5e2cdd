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

/** A resource shared across two installations. */
@Group(OcmApi.GROUP)
@Version(OcmApi.VERSION)
@Kind("OcmShare")
@Plural("ocmshares")
@Singular("ocmshare")
@ShortNames("ocms")
@Categories(OcmApi.CATEGORY)
@AdditionalPrinterColumn(name = "DIRECTION", jsonPath = ".spec.direction", type = Type.STRING)
@AdditionalPrinterColumn(name = "LOCAL-USER", jsonPath = ".spec.localUser", type = Type.STRING)
@AdditionalPrinterColumn(name = "REMOTE-USER", jsonPath = ".spec.remoteUser", type = Type.STRING)
@AdditionalPrinterColumn(name = "NAME", jsonPath = ".status.name", type = Type.STRING)
@AdditionalPrinterColumn(name = "PERMISSIONS", jsonPath = ".status.permissions", type = Type.STRING)
@AdditionalPrinterColumn(name = "PHASE", jsonPath = ".status.phase", type = Type.STRING)
@AdditionalPrinterColumn(name = "AGE", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@AdditionalSelectableField(jsonPath = ".spec.trustRef.name")
@AdditionalSelectableField(jsonPath = ".spec.direction")
@AdditionalSelectableField(jsonPath = ".status.phase")
public final class OcmShare extends CustomResource<OcmShareSpec, OcmShareStatus>
    implements Namespaced {

  /** Absent until set: an object made for server-side apply must own only what it says. */
  @Override
  protected OcmShareSpec initSpec() {
    return null;
  }

  @Override
  protected OcmShareStatus initStatus() {
    return null;
  }
}
