package io.ocmfed.runtime.ocm;

import io.grpc.BindableService;
import io.ocmfed.runtime.rpc.InternalService;
import io.ocmfed.runtime.settings.Role;
import io.ocmfed.runtime.share.v1.OcmGrpc;
import io.ocmfed.runtime.store.Store;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Offers {@link OcmService} to the server of the ocm role. */
@Singleton
final class OcmServing implements InternalService {

  private final OcmService service;

  @Inject
  OcmServing(Store store, OcmRole role, Clock clock) {
    this.service = new OcmService(store, role, clock);
  }

  @Override
  public Role role() {
    return Role.OCM;
  }

  @Override
  public BindableService service() {
    // Not a BindableService of its own: Quarkus would start a server for it.
    return () -> OcmGrpc.bindService(service);
  }
}
