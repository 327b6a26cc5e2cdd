package io.ocmfed.runtime.admin;

import io.ocmfed.runtime.settings.Role;
import io.ocmfed.runtime.settings.Roles;
import io.ocmfed.runtime.settings.Settings;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** {@code GET /admin/v1/status}: what runs here. */
@Singleton
final class StatusRoutes implements AdminRoutes {

  private final Instance instance;
  private final Roles roles;
  private final Settings settings;
  private final String version;

  @Inject
  StatusRoutes(
      Instance instance,
      Roles roles,
      Settings settings,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.instance = instance;
    this.roles = roles;
    this.settings = settings;
    this.version = version;
  }

  @Override
  public Optional<Role> role() {
    return Optional.empty();
  }

  @Override
  public void register(AdminRouter router) {
    router.on(HttpMethod.GET, "/status", request -> AdminAnswer.ok(status()));
  }

  private Status status() {
    return new Status(
        instance.id(),
        roles.all().stream().map(Role::word).toList(),
        settings.domain(),
        version,
        instance.startedAt());
  }

  private record Status(
      String instanceId, List<String> roles, String domain, String version, Instant startedAt) {}
}
