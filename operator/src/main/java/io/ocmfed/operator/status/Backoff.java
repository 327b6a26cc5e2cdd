package io.ocmfed.operator.status;

import io.ocmfed.operator.settings.Times;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long each object waits before it is tried again: doubling, with jitter, without end, capped.
 * Kept here because JOSDK's retry has no jitter and logs a stack trace for what is no bug.
 */
@ApplicationScoped
public class Backoff {

  private final Times times;
  private final Map<String, Integer> failuresByUid = new ConcurrentHashMap<>();

  public Backoff(Times times) {
    this.times = times;
  }

  /** The next wait of an object that failed once more. */
  public Duration next(String uid) {
    int failures = failuresByUid.merge(uid, 1, Integer::sum);
    long first = times.retryFirst().toMillis();
    long most = times.retryMost().toMillis();
    long doubled = failures > 30 ? most : Math.min(most, first << Math.min(failures - 1, 20));
    double jitter = 0.75 + ThreadLocalRandom.current().nextDouble() / 4;
    return Duration.ofMillis(Math.max(1, (long) (doubled * jitter)));
  }

  /** It worked, or the object is gone. */
  public void reset(String uid) {
    failuresByUid.remove(uid);
  }
}
