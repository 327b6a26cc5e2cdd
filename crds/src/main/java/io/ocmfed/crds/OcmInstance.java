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

/** An installation of ours: where its gateway and its runtimes are. */
@Group(OcmApi.GROUP)
@Version(OcmApi.VERSION)
@Kind("OcmInstance")
@Plural("ocminstances")
@Singular("ocminstance")
@ShortNames("ocmin")
@Categories(OcmApi.CATEGORY)
@AdditionalPrinterColumn(name = "DOMAIN", jsonPath = ".spec.domain", type = Type.STRING)
@AdditionalPrinterColumn(name = "GATEWAYS", jsonPath = ".status.gateway.ready", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "IN-SYNC", jsonPath = ".status.inSync", type = Type.STRING)
@AdditionalPrinterColumn(
    name = "READY",
    jsonPath = ".status.conditions[?(@.type=='Ready')].status",
    type = Type.STRING)
@AdditionalPrinterColumn(
    name = "REVISION",
    jsonPath = ".status.gateway.revision",
    type = Type.STRING)
@AdditionalPrinterColumn(
    name = "BEHIND",
    jsonPath = ".status.conditions[?(@.type=='EndpointsInSync' && @.status=='False')].message",
    type = Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(name = "AGE", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@AdditionalSelectableField(jsonPath = ".spec.domain")
public final class OcmInstance extends CustomResource<OcmInstanceSpec, OcmInstanceStatus>
    implements Namespaced {

  /** Absent until set: an object made for server-side apply must own only what it says. */
  @Override
  protected OcmInstanceSpec initSpec() {
    return null;
  }

  @Override
  protected OcmInstanceStatus initStatus() {
    return null;
  }
}
