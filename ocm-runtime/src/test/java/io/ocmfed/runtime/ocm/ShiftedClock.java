package io.ocmfed.runtime.ocm;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** The time of day, plus what a test has let pass. */
final class ShiftedClock extends Clock {

  private final AtomicReference<Duration> passed = new AtomicReference<>(Duration.ZERO);

  void pass(Duration more) {
    passed.updateAndGet(more::plus);
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(passed.get());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("instants only");
  }
}
