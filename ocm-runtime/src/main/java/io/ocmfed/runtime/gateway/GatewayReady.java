package io.ocmfed.runtime.gateway;

import io.ocmfed.runtime.settings.Role;
import io.ocmfed.runtime.settings.Roles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when users and files can be read; says nothing against processes without the role. */
@Readiness
@ApplicationScoped
class GatewayReady implements HealthCheck {

  private final Roles roles;
  private final GatewayRole gateway;

  @Inject
  GatewayReady(Roles roles, GatewayRole gateway) {
    this.roles = roles;
    this.gateway = gateway;
  }

  @Override
  public HealthCheckResponse call() {
    if (!roles.has(Role.GATEWAY)) {
      return HealthCheckResponse.up("gateway: role is off");
    }
    boolean users = gateway.usersReadable();
    boolean files = gateway.filesReadable();
    return HealthCheckResponse.named("gateway")
        .status(users && files)
        .withData("usersFile", users)
        .withData("filesDir", files)
        .build();
  }
}
