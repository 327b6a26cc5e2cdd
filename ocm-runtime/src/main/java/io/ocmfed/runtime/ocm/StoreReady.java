package io.ocmfed.runtime.ocm;

import io.ocmfed.runtime.store.postgres.Database;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while the database does not answer; a process without the ocm role needs none. */
@Readiness
@Singleton
final class StoreReady implements HealthCheck {

  private final StoreAccess access;

  @Inject
  StoreReady(StoreAccess access) {
    this.access = access;
  }

  @Override
  public HealthCheckResponse call() {
    boolean up = access.database().map(StoreReady::ready).orElse(true);
    return HealthCheckResponse.named("store").status(up).build();
  }

  private static boolean ready(Database database) {
    return database.ready() && database.answers();
  }
}
