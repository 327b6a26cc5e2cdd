package io.ocmfed.operator.health;

import io.ocmfed.operator.installation.Installations;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Alive as long as the watches are open, or were not long ago: an API server that is away for a
 * while is no reason to restart, a watch that never comes back is.
 */
@Liveness
@ApplicationScoped
public class WatchesOpen implements HealthCheck {

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Installations installations;
  private final Clock clock;
  private volatile Instant lastOpen;

  public WatchesOpen(Installations installations, Clock clock) {
    this.installations = installations;
    this.clock = clock;
    this.lastOpen = clock.instant();
  }

  @Override
  public HealthCheckResponse call() {
    Instant now = clock.instant();
    if (installations.watching()) {
      lastOpen = now;
    }
    return HealthCheckResponse.named("watches open")
        .status(lastOpen.plus(PATIENCE).isAfter(now))
        .build();
  }
}
