package io.ocmfed.operator.invite;

import io.fabric8.kubernetes.api.model.Secret;
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
import io.ocmfed.crds.InviteType;
import io.ocmfed.crds.OcmApi;
import io.ocmfed.crds.OcmInvite;
import io.ocmfed.crds.OcmInviteSpec;
import io.ocmfed.crds.OcmTrust;
import io.ocmfed.crds.Reason;
import io.ocmfed.operator.cleanup.Cleanup;
import io.ocmfed.operator.installation.Claims;
import io.ocmfed.operator.installation.Secrets;
import io.ocmfed.operator.route.Indexes;
import io.ocmfed.operator.route.Route;
import io.ocmfed.operator.route.Routes;
import io.ocmfed.operator.runtime.DeclaredKind;
import io.ocmfed.operator.runtime.InviteDeclaration;
import io.ocmfed.operator.runtime.InviteRecord;
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

/** Owns the conditions Ready, Offered or Accepted, and Connected of OcmInvite. */
@ControllerConfiguration(
    name = "ocminvite",
    finalizerName = OcmApi.FINALIZER,
    generationAwareEventProcessing = false,
    fieldManager = Identity.FIELD_MANAGER,
    informer = @Informer(onUpdateFilter = RelevantChange.class))
public class InviteReconciler implements Reconciler<OcmInvite>, Cleaner<OcmInvite> {

  private static final Duration AFTER_DELETION = Duration.ofMillis(500);

  private final Objects<OcmInvite> invites;
  private final Objects<OcmTrust> trusts;
  private final Routes routes;
  private final Secrets secrets;
  private final TokenSecrets tokens;
  private final Cleanup cleanup;
  private final Gate gate;
  private final PassEnd passEnd;
  private final InviteDecision decision;

  public InviteReconciler(
      Objects<OcmInvite> invites,
      Objects<OcmTrust> trusts,
      Routes routes,
      Secrets secrets,
      TokenSecrets tokens,
      Cleanup cleanup,
      Gate gate,
      PassEnd passEnd,
      Clock clock,
      Times times) {
    this.invites = invites;
    this.trusts = trusts;
    this.routes = routes;
    this.secrets = secrets;
    this.tokens = tokens;
    this.cleanup = cleanup;
    this.gate = gate;
    this.passEnd = passEnd;
    this.decision = new InviteDecision(clock, times.slowPass());
    secrets.onInviteChange(this::secretChanged);
  }

  @Override
  public List<EventSource<?, OcmInvite>> prepareEventSources(
      EventSourceContext<OcmInvite> context) {
    return invites.bind(context, Indexes.invites());
  }

  private void secretChanged(Secret before, Secret after) {
    Secret secret = after == null ? before : after;
    String key = Indexes.key(secret.getMetadata().getNamespace(), secret.getMetadata().getName());
    invites.byIndex(Indexes.BY_SECRET, key).forEach(invites::wake);
  }

  @Override
  public UpdateControl<OcmInvite> reconcile(OcmInvite invite, Context<OcmInvite> context) {
    if (!gate.open()) {
      return UpdateControl.<OcmInvite>noUpdate().rescheduleAfter(Gate.PAUSE);
    }
    return passEnd.finish(
        invite,
        Conditions.paused(invite)
            ? decision.paused(invite)
            : decision.decide(invite, seen(invite, observe(invite))),
        OcmInvite::new,
        context);
  }

  private Sight<InviteRecord> seen(OcmInvite invite, Sight<InviteRecord> sight) {
    if (sight instanceof Sight.Recorded<InviteRecord>(InviteRecord known)) {
      invites.saw(invite, known);
    }
    return sight;
  }

  private Sight<InviteRecord> observe(OcmInvite invite) {
    if (invite.getSpec().type() == InviteType.UNKNOWN) {
      return new Sight.Blocked<>(
          Obstacle.forPerson(Reason.UNSUPPORTED_VALUE, "type must be Issue or Accept."));
    }
    String namespace = invite.getMetadata().getNamespace();
    return switch (routes.overTrust(namespace, invite.getSpec().trustRef().name())) {
      case Route.Closed(Obstacle obstacle) -> new Sight.Blocked<>(obstacle);
      case Route.Stopped(String why) -> new Sight.Stopped<>(why);
      case Route.Open open -> withToken(invite, open);
    };
  }

  private Sight<InviteRecord> withToken(OcmInvite invite, Route.Open route) {
    String inviter =
        invite.getSpec().type() == InviteType.ISSUE
            ? route.installation().instance().getSpec().domain()
            : route.trust().getSpec().domain();
    return switch (tokens.find(invite, inviter)) {
      case Token.Bad(Obstacle obstacle) -> new Sight.Blocked<>(obstacle);
      case Token.Good token -> {
        Optional<OcmInvite> owner = olderOwner(invite, route, token);
        yield owner.isPresent()
            ? new Sight.Blocked<>(conflict(owner.get()))
            : RuntimeAnswers.sight(
                route
                    .runtime()
                    .putInvite(invite.getMetadata().getName(), declaration(invite, route, token)));
      }
    };
  }

  /**
   * Another invite of the same instance and type with the same token, if it is older. Several users
   * may accept one invitation, as often as it allows, each by an object of his own.
   */
  private Optional<OcmInvite> olderOwner(OcmInvite invite, Route.Open route, Token.Good token) {
    String namespace = invite.getMetadata().getNamespace();
    List<OcmInvite> claimants =
        secrets.holding(namespace, token.invite().fingerprint()).stream()
            .flatMap(
                name -> invites.byIndex(Indexes.BY_SECRET, Indexes.key(namespace, name)).stream())
            .filter(other -> other.getSpec().type() == invite.getSpec().type())
            .filter(
                other ->
                    invite.getSpec().type() == InviteType.ISSUE
                        || other.getSpec().user().equals(invite.getSpec().user()))
            .filter(other -> instanceName(other).equals(Optional.of(route.installation().name())))
            .toList();
    return Claims.oldest(claimants)
        .filter(oldest -> !oldest.getMetadata().getUid().equals(invite.getMetadata().getUid()));
  }

  private static Obstacle conflict(OcmInvite owner) {
    return Obstacle.forPerson(
        Reason.CONFLICT,
        "OcmInvite %s is older and has the same token; give this one another Secret, or delete one of the two."
            .formatted(owner.getMetadata().getName()));
  }

  private static InviteDeclaration declaration(
      OcmInvite invite, Route.Open route, Token.Good token) {
    OcmInviteSpec spec = invite.getSpec();
    boolean issue = spec.type() == InviteType.ISSUE;
    return new InviteDeclaration(
        invite.getMetadata().getUid(),
        invite.getMetadata().getGeneration(),
        route.trust().getSpec().domain(),
        spec.type().wireName(),
        spec.user(),
        token.value(),
        issue ? expiry(invite) : null,
        issue && spec.issue() != null ? spec.issue().maxAcceptances() : null,
        issue ? null : Conditions.annotation(invite, Annotations.REACCEPT_AT));
  }

  private static Instant expiry(OcmInvite invite) {
    OcmInviteSpec.Issue issue = invite.getSpec().issue();
    if (issue == null) {
      return null;
    }
    if (issue.expiresAt() != null) {
      return issue.expiresAt();
    }
    return issue.expiresAfter() == null
        ? null
        : Instant.parse(invite.getMetadata().getCreationTimestamp())
            .plus(issue.expiresAfter().toDuration());
  }

  private Optional<String> instanceName(OcmInvite invite) {
    return trusts
        .get(invite.getMetadata().getNamespace(), invite.getSpec().trustRef().name())
        .map(trust -> trust.getSpec().instanceRef().name());
  }

  @Override
  public DeleteControl cleanup(OcmInvite invite, Context<OcmInvite> context) {
    if (!gate.open()) {
      return DeleteControl.noFinalizerRemoval().rescheduleAfter(Gate.PAUSE.toMillis());
    }
    DeleteControl end = cleanup.remove(invite, DeclaredKind.INVITES, instanceName(invite));
    if (end.isRemoveFinalizer()) {
      invites.forget(invite);
      wakeRivals(invite);
    }
    return end;
  }

  /** A younger invite with the same token may take over once this one is gone. */
  private void wakeRivals(OcmInvite gone) {
    String key = Indexes.key(gone.getMetadata().getNamespace(), gone.getSpec().trustRef().name());
    invites.byIndex(Indexes.BY_TRUST, key).stream()
        .filter(other -> !other.getMetadata().getUid().equals(gone.getMetadata().getUid()))
        .filter(InviteReconciler::inConflict)
        .forEach(other -> invites.wakeSoon(ResourceID.fromResource(other), AFTER_DELETION));
  }

  private static boolean inConflict(OcmInvite invite) {
    return invite.getStatus() != null
        && invite.getStatus().conditions().stream()
            .anyMatch(condition -> Reason.CONFLICT.wireName().equals(condition.getReason()));
  }
}
