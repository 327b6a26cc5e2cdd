package io.ocmfed.operator.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.ocmfed.operator.runtime.Answer;
import io.ocmfed.operator.runtime.Fence;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * The metrics of one runtime pod. What counts and takes time is kept for each runtime, not for each
 * pod, so that pods that come and go leave no series behind.
 */
final class TargetMeters {

  private final MeterRegistry registry;
  private final InstantSource clock;
  private final Tags ofRuntime;
  private final TargetProgress progress;
  private final Timer propagation;
  private final List<Meter> ofPod;
  private boolean removed;

  TargetMeters(MeterRegistry registry, InstantSource clock, Tags ofRuntime, String pod) {
    this.registry = registry;
    this.clock = clock;
    this.ofRuntime = ofRuntime;
    this.progress = new TargetProgress(clock);
    this.propagation =
        Timer.builder("ocmfed.endpoint.propagation")
            .description("From a change of the pods, as the watch tells it, to the acknowledgement")
            .tags(ofRuntime)
            .serviceLevelObjectives(PushMeters.levels())
            .register(registry);
    Tags tags = ofRuntime.and("target_pod", pod);
    this.ofPod =
        List.of(
            gauge(tags, "in.sync", "1 while it has the current table", null, p -> inSync(p)),
            gauge(
                tags,
                "behind",
                "Since when it has not the current table; 0 while it has",
                "seconds",
                p -> p.behindSince().map(this::since).orElse(0.0)),
            gauge(
                tags,
                "table.age",
                "Since it acknowledged the table it has; NaN before",
                "seconds",
                p -> p.acknowledgedAt().map(this::since).orElse(Double.NaN)),
            gauge(
                tags,
                "table.term",
                "First part of the revision it has",
                null,
                p -> p.acknowledged().map(Fence::term).map(Long::doubleValue).orElse(Double.NaN)),
            gauge(
                tags,
                "table.sequence",
                "Second part of the revision it has",
                null,
                p ->
                    p.acknowledged()
                        .map(Fence::sequence)
                        .map(Long::doubleValue)
                        .orElse(Double.NaN)));
  }

  private Meter gauge(
      Tags tags,
      String name,
      String description,
      String unit,
      ToDoubleFunction<TargetProgress> value) {
    return Gauge.builder("ocmfed.target." + name, progress, value)
        .description(description)
        .baseUnit(unit)
        .tags(tags)
        .register(registry);
  }

  private static double inSync(TargetProgress progress) {
    boolean has = progress.acknowledged().isPresent() && progress.behindSince().isEmpty();
    return has ? 1 : 0;
  }

  private double since(Instant then) {
    return Duration.between(then, clock.instant()).toMillis() / 1000.0;
  }

  void offered(Fence fence) {
    progress.offered(fence);
  }

  void acknowledged(Fence fence, long nanos) {
    progress.acknowledged(fence);
    propagation.record(nanos, TimeUnit.NANOSECONDS);
  }

  void forgotten() {
    progress.forgotten();
  }

  Optional<Instant> behindSince() {
    return progress.behindSince();
  }

  synchronized void pushed(long nanos, Answer<?> answer) {
    PushMeters.pushed(registry, nanos, answer);
    // What was under way when the pod went must not bring back series that are removed.
    if (!removed && !(answer instanceof Answer.Ok<?>)) {
      Counter.builder("ocmfed.push.failures")
          .description("Pushes of a table that failed, by reason")
          .tags(ofRuntime.and("reason", answer.kind()))
          .register(registry)
          .increment();
    }
  }

  /** The pod is gone. */
  synchronized void remove() {
    removed = true;
    ofPod.forEach(registry::remove);
  }
}
