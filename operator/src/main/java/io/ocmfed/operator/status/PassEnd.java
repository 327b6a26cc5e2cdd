package io.ocmfed.operator.status;

import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.ocmfed.crds.OcmStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Ends a pass: writes what was decided, says what changed, and says when to look again. */
@ApplicationScoped
public class PassEnd {

  private final StatusWriter writer;
  private final Announcer announcer;
  private final Backoff backoff;
  private final ConditionMeters meters;

  public PassEnd(
      StatusWriter writer, Announcer announcer, Backoff backoff, ConditionMeters meters) {
    this.writer = writer;
    this.announcer = announcer;
    this.backoff = backoff;
    this.meters = meters;
  }

  /**
   * Ends a pass.
   *
   * @param blank makes an empty object of the kind
   */
  public <S extends OcmStatus, P extends CustomResource<?, S>> UpdateControl<P> finish(
      P primary, Verdict<S> verdict, Supplier<P> blank, Context<P> context) {
    S before = primary.getStatus();
    meters.see(primary, verdict.status());
    Optional<Duration> tooEarly = writer.write(primary, verdict.status(), blank, context);
    if (tooEarly.isPresent()) {
      return UpdateControl.<P>noUpdate().rescheduleAfter(atLeastOneMilli(tooEarly.get()));
    }
    announcer.transition(primary, before, verdict.status());
    String uid = primary.getMetadata().getUid();
    return switch (verdict.again()) {
      case Again.Backoff() ->
          UpdateControl.<P>noUpdate().rescheduleAfter(atLeastOneMilli(backoff.next(uid)));
      case Again.After(Duration delay) -> {
        backoff.reset(uid);
        yield UpdateControl.<P>noUpdate().rescheduleAfter(atLeastOneMilli(delay));
      }
      case Again.OnEvent() -> {
        backoff.reset(uid);
        yield UpdateControl.noUpdate();
      }
    };
  }

  /** The object is gone: nothing of it is kept. */
  public void forget(CustomResource<?, ?> gone) {
    String uid = gone.getMetadata().getUid();
    backoff.reset(uid);
    writer.forget(uid);
    meters.forget(uid);
  }

  private static long atLeastOneMilli(Duration delay) {
    return Math.max(1, delay.toMillis());
  }
}
