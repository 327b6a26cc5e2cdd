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

/** A peer we federate with, and what may go either way. */
@Group(OcmApi.GROUP)
@Version(OcmApi.VERSION)
@Kind("OcmTrust")
@Plural("ocmtrusts")
@Singular("ocmtrust")
@ShortNames("ocmt")
@Categories(OcmApi.CATEGORY)
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
