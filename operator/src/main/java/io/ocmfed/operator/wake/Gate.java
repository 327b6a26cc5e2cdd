package io.ocmfed.operator.wake;

import io.ocmfed.operator.installation.Installations;
import io.ocmfed.operator.leader.Leadership;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * Whether reconcilers may work: we lead, and everything that was there at the start has been seen.
 */
@ApplicationScoped
public class Gate {

  /** How long a pass that came too early waits. */
  public static final Duration PAUSE = Duration.ofMillis(100);

  private final Leadership leadership;
  private final Installations installations;

  public Gate(Leadership leadership, Installations installations) {
    this.leadership = leadership;
    this.installations = installations;
  }

  public boolean open() {
    return leadership.leads() && installations.synced();
  }
}
