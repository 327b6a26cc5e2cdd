package io.ocmfed.runtime.admin;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/** This run of the process: a new id tells the operator that everything must be sent again. */
@Singleton
public final class Instance {

  private final String id = UUID.randomUUID().toString();
  private final Instant startedAt;

  @Inject
  public Instance(InstantSource clock) {
    this.startedAt = clock.instant();
  }

  public String id() {
    return id;
  }

  public Instant startedAt() {
    return startedAt;
  }
}
