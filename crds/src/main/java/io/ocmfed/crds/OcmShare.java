package io.ocmfed.crds;

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
