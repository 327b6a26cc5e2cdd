package io.ocmfed.operator.share;

import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.ocmfed.crds.OcmApi;
import io.ocmfed.crds.OcmShare;
import io.ocmfed.crds.OcmShareSpec;
import io.ocmfed.crds.OcmTrust;
import io.ocmfed.crds.Permission;
import io.ocmfed.crds.Reason;
import io.ocmfed.crds.ShareDirection;
import io.ocmfed.operator.cleanup.Cleanup;
import io.ocmfed.operator.installation.Claims;
import io.ocmfed.operator.route.Indexes;
import io.ocmfed.operator.route.Route;
import io.ocmfed.operator.route.Routes;
import io.ocmfed.operator.runtime.DeclaredKind;
import io.ocmfed.operator.runtime.ShareDeclaration;
import io.ocmfed.operator.runtime.ShareRecord;
import io.ocmfed.operator.settings.Identity;
import io.ocmfed.operator.settings.Times;
import io.ocmfed.operator.status.Conditions;
import io.ocmfed.operator.status.Obstacle;
import io.ocmfed.operator.status.PassEnd;
import io.ocmfed.operator.status.RuntimeAnswers;
import io.ocmfed.operator.status.Sight;
import io.ocmfed.operator.wake.Gate;
import io.ocmfed.operator.wake.Objects;
import io.ocmfed.operator.wake.RelevantChange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Owns the conditions Ready, ConnectionFound, Delivered and Accepted of declared OcmShare objects.
 * Mirrors are filtered out by the server: they have no finalizer and no reconciler.
 */
@ControllerConfiguration(
    name = "ocmshare",
    finalizerName = OcmApi.FINALIZER,
    generationAwareEventProcessing = false,
    fieldManager = Identity.FIELD_MANAGER,
    informer =
        @Informer(
            labelSelector = "ocmfed.io/mirrored!=true",
            onUpdateFilter = RelevantChange.class))
public class ShareReconciler implements Reconciler<OcmShare>, Cleaner<OcmShare> {

  private static final Duration AFTER_DELETION = Duration.ofMillis(500);

  private final Objects<OcmShare> shares;
  private final Objects<OcmTrust> trusts;
  private final Routes routes;
  private final Cleanup cleanup;
  private final Gate gate;
  private final PassEnd passEnd;
  private final ShareDecision decision;

  public ShareReconciler(
      Objects<OcmShare> shares,
      Objects<OcmTrust> trusts,
      Routes routes,
      Cleanup cleanup,
      Gate gate,
      PassEnd passEnd,
      Clock clock,
      Times times) {
    this.shares = shares;
    this.trusts = trusts;
    this.routes = routes;
    this.cleanup = cleanup;
    this.gate = gate;
    this.passEnd = passEnd;
    this.decision = new ShareDecision(clock, times.slowPass());
  }

  @Override
  public List<EventSource<?, OcmShare>> prepareEventSources(EventSourceContext<OcmShare> context) {
    return shares.bind(context, Indexes.shares());
  }

  @Override
  public UpdateControl<OcmShare> reconcile(OcmShare share, Context<OcmShare> context) {
    if (!gate.open()) {
      return UpdateControl.<OcmShare>noUpdate().rescheduleAfter(Gate.PAUSE);
    }
    return passEnd.finish(
        share,
        Conditions.paused(share)
            ? decision.paused(share)
            : decision.decide(share, seen(share, observe(share))),
        OcmShare::new,
        context);
  }

  private Sight<ShareRecord> seen(OcmShare share, Sight<ShareRecord> sight) {
    if (sight instanceof Sight.Recorded<ShareRecord>(ShareRecord known)) {
      shares.saw(share, known);
    }
    return sight;
  }

  private Sight<ShareRecord> observe(OcmShare share) {
    if (share.getSpec().direction() == ShareDirection.UNKNOWN) {
      return new Sight.Blocked<>(
          Obstacle.forPerson(Reason.UNSUPPORTED_VALUE, "direction must be Outgoing or Incoming."));
    }
    Optional<OcmShare> owner =
        Claims.oldest(shares.byIndex(Indexes.BY_CLAIM, Indexes.claimKey(share)))
            .filter(oldest -> !same(oldest, share));
    if (owner.isPresent()) {
      return new Sight.Blocked<>(
          Obstacle.forPerson(
              Reason.CONFLICT,
              "OcmShare %s is older and declares the same share; delete one of the two."
                  .formatted(owner.get().getMetadata().getName())));
    }
    String namespace = share.getMetadata().getNamespace();
    return switch (routes.overTrust(namespace, share.getSpec().trustRef().name())) {
      case Route.Closed(Obstacle obstacle) -> new Sight.Blocked<>(obstacle);
      case Route.Stopped(String why) -> new Sight.Stopped<>(why);
      case Route.Open open ->
          RuntimeAnswers.sight(
              open.runtime()
                  .putShare(share.getMetadata().getName(), declaration(share, open.trust())));
    };
  }

  private static boolean same(OcmShare one, OcmShare other) {
    return one.getMetadata().getUid().equals(other.getMetadata().getUid());
  }

  private static ShareDeclaration declaration(OcmShare share, OcmTrust trust) {
    OcmShareSpec spec = share.getSpec();
    boolean outgoing = spec.direction() == ShareDirection.OUTGOING;
    return new ShareDeclaration(
        share.getMetadata().getUid(),
        share.getMetadata().getGeneration(),
        trust.getSpec().domain(),
        spec.direction().wireName(),
        spec.localUser(),
        spec.remoteUser(),
        outgoing ? spec.resource() : null,
        outgoing ? spec.permissions().stream().map(Permission::wireName).toList() : null,
        outgoing ? expiry(share, trust) : null,
        outgoing || spec.match() == null ? null : spec.match().name(),
        outgoing || spec.response() == null ? null : spec.response().wireName());
  }

  private static Instant expiry(OcmShare share, OcmTrust trust) {
    return share.getSpec().expiresAt() != null
        ? share.getSpec().expiresAt()
        : Instant.parse(share.getMetadata().getCreationTimestamp())
            .plus(trust.getSpec().maxShareDuration().toDuration());
  }

  @Override
  public DeleteControl cleanup(OcmShare share, Context<OcmShare> context) {
    if (!gate.open()) {
      return DeleteControl.noFinalizerRemoval().rescheduleAfter(Gate.PAUSE.toMillis());
    }
    Optional<String> instance =
        trusts
            .get(share.getMetadata().getNamespace(), share.getSpec().trustRef().name())
            .map(trust -> trust.getSpec().instanceRef().name());
    DeleteControl end = cleanup.remove(share, DeclaredKind.SHARES, instance);
    if (end.isRemoveFinalizer()) {
      shares.forget(share);
      shares.byIndex(Indexes.BY_CLAIM, Indexes.claimKey(share)).stream()
          .filter(rival -> !same(rival, share))
          .forEach(rival -> shares.wakeSoon(ResourceID.fromResource(rival), AFTER_DELETION));
    }
    return end;
  }
}
