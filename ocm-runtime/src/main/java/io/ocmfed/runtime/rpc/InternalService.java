package io.ocmfed.runtime.rpc;

import io.grpc.BindableService;
import io.ocmfed.runtime.settings.Role;

/**
 * A gRPC service for the other roles; every CDI bean of this type whose role is on is served. Its
 * methods run on virtual threads and may throw {@link io.ocmfed.runtime.web.FailureException} until
 * they have answered.
 */
public interface InternalService {

  /** Whose port it is served on. */
  Role role();

  /** The service; called once. */
  BindableService service();
}
