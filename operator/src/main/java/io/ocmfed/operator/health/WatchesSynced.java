package io.ocmfed.operator.health;

import io.ocmfed.operator.installation.Installations;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Started once everything that was there at the start has been seen. */
@Startup
@ApplicationScoped
public class WatchesSynced implements HealthCheck {

  private final Installations installations;

  public WatchesSynced(Installations installations) {
    this.installations = installations;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("watches synced").status(installations.synced()).build();
  }
}
