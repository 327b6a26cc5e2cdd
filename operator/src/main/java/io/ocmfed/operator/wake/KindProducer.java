package io.ocmfed.operator.wake;

import io.ocmfed.crds.OcmInstance;
import io.ocmfed.crds.OcmInvite;
import io.ocmfed.crds.OcmShare;
import io.ocmfed.crds.OcmTrust;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** One {@link Objects} for each kind. */
@ApplicationScoped
class KindProducer {

  @Produces
  @Singleton
  Objects<OcmInstance> instances() {
    return new Objects<>();
  }

  @Produces
  @Singleton
  Objects<OcmTrust> trusts() {
    return new Objects<>();
  }

  @Produces
  @Singleton
  Objects<OcmInvite> invites() {
    return new Objects<>();
  }

  /** Declared shares only; mirrors are no primaries of a reconciler. */
  @Produces
  @Singleton
  Objects<OcmShare> shares() {
    return new Objects<>();
  }
}
