package io.ocmfed.operator.trust;

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
import io.ocmfed.crds.Annotations;
import io.ocmfed.crds.ConditionType;
import io.ocmfed.crds.OcmApi;
import io.ocmfed.crds.OcmTrust;
import io.ocmfed.crds.OcmTrustSpec;
import io.ocmfed.crds.OcmTrustStatus;
import io.ocmfed.crds.Permission;
import io.ocmfed.crds.Reason;
import io.ocmfed.operator.cleanup.Cleanup;
import io.ocmfed.operator.route.Indexes;
import io.ocmfed.operator.route.Route;
import io.ocmfed.operator.route.RouteWatch;
import io.ocmfed.operator.route.Routes;
import io.ocmfed.operator.runtime.DeclaredKind;
import io.ocmfed.operator.runtime.TrustDeclaration;
import io.ocmfed.operator.runtime.TrustRecord;
import io.ocmfed.operator.settings.Identity;
import io.ocmfed.operator.settings.Times;
import io.ocmfed.operator.status.Conditions;
import io.ocmfed.operator.status.Obstacle;
import io.ocmfed.operator.status.PassEnd;
import io.ocmfed.operator.status.Readiness;
import io.ocmfed.operator.status.RuntimeAnswers;
import io.ocmfed.operator.status.Sight;
import io.ocmfed.operator.status.Verdict;
import io.ocmfed.operator.wake.Gate;
import io.ocmfed.operator.wake.Objects;
import io.ocmfed.operator.wake.RelevantChange;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Owns the conditions Ready, Programmed, Discovered, Reachable, Mutual and DeliveryDelayed of
 * OcmTrust.
 */
@ControllerConfiguration(
    name = "ocmtrust",
    finalizerName = OcmApi.FINALIZER,
    generationAwareEventProcessing = false,
    fieldManager = Identity.FIELD_MANAGER,
    informer = @Informer(onUpdateFilter = RelevantChange.class))
public class TrustReconciler implements Reconciler<OcmTrust>, Cleaner<OcmTrust> {

  private static final Duration AFTER_DELETION = Duration.ofMillis(500);

  private final Objects<OcmTrust> trusts;
  private final Routes routes;
  private final RouteWatch routeWatch;
  private final CaCertificates certificates;
  private final Cleanup cleanup;
  private final Gate gate;
  private final PassEnd passEnd;
  private final TrustDecision decision;

  public TrustReconciler(
      Objects<OcmTrust> trusts,
      Routes routes,
      RouteWatch routeWatch,
      CaCertificates certificates,
      Cleanup cleanup,
      Gate gate,
      PassEnd passEnd,
      Clock clock,
      Times times) {
    this.trusts = trusts;
    this.routes = routes;
    this.routeWatch = routeWatch;
    this.certificates = certificates;
    this.cleanup = cleanup;
    this.gate = gate;
    this.passEnd = passEnd;
    this.decision = new TrustDecision(clock, times.slowPass());
  }

  @Override
  public List<EventSource<?, OcmTrust>> prepareEventSources(EventSourceContext<OcmTrust> context) {
    return trusts.bind(context, Indexes.trusts());
  }

  @Override
  public UpdateControl<OcmTrust> reconcile(OcmTrust trust, Context<OcmTrust> context) {
    if (!gate.open()) {
      return UpdateControl.<OcmTrust>noUpdate().rescheduleAfter(Gate.PAUSE);
    }
    OcmTrustStatus before = trust.getStatus();
    Verdict<OcmTrustStatus> verdict =
        Conditions.paused(trust)
            ? decision.paused(trust)
            : decision.decide(trust, seen(trust, observe(trust)));
    UpdateControl<OcmTrust> end = passEnd.finish(trust, verdict, OcmTrust::new, context);
    boolean programmed = Readiness.isTrue(verdict.status(), ConditionType.PROGRAMMED);
    if (programmed != Readiness.isTrue(before, ConditionType.PROGRAMMED)) {
      routeWatch.wakeDependents(trust, !programmed);
    }
    return end;
  }

  private Sight<TrustRecord> seen(OcmTrust trust, Sight<TrustRecord> sight) {
    if (sight instanceof Sight.Recorded<TrustRecord>(TrustRecord known)) {
      trusts.saw(trust, known);
    }
    return sight;
  }

  private Sight<TrustRecord> observe(OcmTrust trust) {
    OcmTrust owner = routes.rightfulOwner(trust);
    if (!owner.getMetadata().getUid().equals(trust.getMetadata().getUid())) {
      return new Sight.Blocked<>(
          Obstacle.forPerson(
              Reason.CONFLICT,
              "OcmTrust %s is older and names the same domain; delete one of the two."
                  .formatted(owner.getMetadata().getName())));
    }
    return switch (routes.ofTrust(trust)) {
      case Route.Closed(Obstacle obstacle) -> new Sight.Blocked<>(obstacle);
      case Route.Stopped(String why) -> new Sight.Stopped<>(why);
      case Route.Open open -> declare(trust, open);
    };
  }

  private Sight<TrustRecord> declare(OcmTrust trust, Route.Open route) {
    String namespace = trust.getMetadata().getNamespace();
    return switch (certificates.find(namespace, trust.getSpec().caCertificateRef())) {
      case CaCertificates.Found.Not(Obstacle obstacle) -> new Sight.Blocked<>(obstacle);
      case CaCertificates.Found.Pem(String pem) ->
          RuntimeAnswers.sight(
              route.runtime().putTrust(trust.getMetadata().getName(), declaration(trust, pem)));
    };
  }

  private static TrustDeclaration declaration(OcmTrust trust, String caCertificate) {
    OcmTrustSpec spec = trust.getSpec();
    return new TrustDeclaration(
        trust.getMetadata().getUid(),
        trust.getMetadata().getGeneration(),
        spec.domain(),
        caCertificate,
        spec.signatures().wireName(),
        spec.invites().wireName(),
        spec.shares().wireName(),
        spec.permissions().stream().map(Permission::wireName).toList(),
        spec.maxShareDuration().toDuration().toSeconds(),
        spec.deletionPolicy().wireName(),
        Conditions.annotation(trust, Annotations.COMPARE_AT));
  }

  @Override
  public DeleteControl cleanup(OcmTrust trust, Context<OcmTrust> context) {
    if (!gate.open()) {
      return DeleteControl.noFinalizerRemoval().rescheduleAfter(Gate.PAUSE.toMillis());
    }
    DeleteControl end =
        cleanup.remove(
            trust, DeclaredKind.TRUSTS, Optional.of(trust.getSpec().instanceRef().name()));
    routeWatch.wakeDependents(trust, true);
    if (end.isRemoveFinalizer()) {
      trusts.forget(trust);
      // A younger trust for the same domain may take over once this one is gone.
      trusts.byIndex(Indexes.BY_DOMAIN, Indexes.domainKey(trust)).stream()
          .filter(rival -> !rival.getMetadata().getUid().equals(trust.getMetadata().getUid()))
          .forEach(rival -> trusts.wakeSoon(ResourceID.fromResource(rival), AFTER_DELETION));
    }
    return end;
  }
}
