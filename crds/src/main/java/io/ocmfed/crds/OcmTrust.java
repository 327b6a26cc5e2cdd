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

/** A peer we federate with, and what may go either way. */
@Group(OcmApi.GROUP)
@Version(OcmApi.VERSION)
@Kind("OcmTrust")
@Plural("ocmtrusts")
@Singular("ocmtrust")
@ShortNames("ocmt")
@Categories(OcmApi.CATEGORY)
@AdditionalPrinterColumn(name = "INSTANCE", jsonPath = ".spec.instanceRef.name", type = Type.STRING)
@AdditionalPrinterColumn(name = "PEER", jsonPath = ".spec.domain", type = Type.STRING)
@AdditionalPrinterColumn(name = "API", jsonPath = ".status.peer.apiVersion", type = Type.STRING)
@AdditionalPrinterColumn(name = "CONNECTIONS", jsonPath = ".status.connections", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "READY", jsonPath = ".status.conditions[?(@.type=='Ready')].status", type = Type.STRING)
@AdditionalPrinterColumn(name = "AGE", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@AdditionalSelectableField(jsonPath = ".spec.instanceRef.name")
@AdditionalSelectableField(jsonPath = ".spec.domain")
public final class OcmTrust extends CustomResource<OcmTrustSpec, OcmTrustStatus>
    implements Namespaced {

  /** Absent until set: an object made for server-side apply must own only what it says. */
  @Override
  protected OcmTrustSpec initSpec() {
    return null;
  }

  @Override
  protected OcmTrustStatus initStatus() {
    return null;
  }
}
