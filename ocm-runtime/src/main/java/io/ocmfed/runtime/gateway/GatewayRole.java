package io.ocmfed.runtime.gateway;

import io.grpc.BindableService;
import io.ocmfed.runtime.gateway.v1.GatewayGrpc;
import io.ocmfed.runtime.rpc.InternalService;
import io.ocmfed.runtime.settings.MountedFile;
import io.ocmfed.runtime.settings.Role;
import io.ocmfed.runtime.settings.Settings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The gateway role put together. */
@Singleton
public final class GatewayRole implements InternalService {

  private final UserBook users;
  private final Storage storage;
  private final GatewayService service;

  @Inject
  public GatewayRole(Settings settings, InstantSource clock) {
    this.users = new UserBook(new MountedFile(settings.usersFile(), clock));
    this.storage = new Storage(settings.filesDir());
    this.service = new GatewayService(users, new Passwords(users, clock), storage);
  }

  @Override
  public Role role() {
    return Role.GATEWAY;
  }

  @Override
  public BindableService service() {
    // Not an implementor of BindableService: Quarkus would open a server of its own for that.
    return () -> GatewayGrpc.bindService(service);
  }

  /** Whether the users file has been understood. */
  boolean usersReadable() {
    return users.readable();
  }

  /** Whether the files directory can be read. */
  boolean filesReadable() {
    return storage.readable();
  }
}
