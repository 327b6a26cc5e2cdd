package io.ocmfed.operator.route;

import io.ocmfed.crds.Annotations;
import io.ocmfed.crds.ConditionType;
import io.ocmfed.crds.OcmTrust;
import io.ocmfed.crds.Reason;
import io.ocmfed.operator.installation.AdminSecret;
import io.ocmfed.operator.installation.Claims;
import io.ocmfed.operator.installation.Installation;
import io.ocmfed.operator.installation.Installation.RuntimeService;
import io.ocmfed.operator.installation.Installations;
import io.ocmfed.operator.installation.PodAddress;
import io.ocmfed.operator.installation.ServicePods;
import io.ocmfed.operator.runtime.AdminHttp;
import io.ocmfed.operator.runtime.Credentials;
import io.ocmfed.operator.runtime.OcmRuntime;
import io.ocmfed.operator.status.Obstacle;
import io.ocmfed.operator.status.Readiness;
import io.ocmfed.operator.wake.Objects;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Finds the way from an object to its runtime, or says what is in the way. */
@ApplicationScoped
public class Routes {

  private final Installations installations;
  private final Objects<OcmTrust> trusts;
  private final AdminHttp http;

  public Routes(Installations installations, Objects<OcmTrust> trusts, AdminHttp http) {
    this.installations = installations;
    this.trusts = trusts;
    this.http = http;
  }

  /** The way of a trust. */
  public Route ofTrust(OcmTrust trust) {
    String name = trust.getSpec().instanceRef().name();
    Optional<Installation> installation =
        installations.find(trust.getMetadata().getNamespace(), name);
    if (installation.isEmpty()) {
      return new Route.Closed(
          Obstacle.forEvent(
              Reason.INSTANCE_NOT_FOUND,
              "There is no OcmInstance %s in this namespace; create it.".formatted(name)));
    }
    if (installation.get().paused()) {
      return new Route.Stopped(
          "The annotation %s of the OcmInstance %s stops work on this object, but not its deletion; remove it there to go on."
              .formatted(Annotations.PAUSED, name));
    }
    return toInstallation(trust, installation.get());
  }

  /** The way of what refers to a trust. */
  public Route overTrust(String namespace, String trustName) {
    Optional<OcmTrust> trust = trusts.get(namespace, trustName);
    if (trust.isEmpty() || trust.get().getMetadata().getDeletionTimestamp() != null) {
      return new Route.Closed(
          Obstacle.forEvent(
              Reason.TRUST_NOT_FOUND,
              "There is no OcmTrust %s in this namespace; create it.".formatted(trustName)));
    }
    Route route = ofTrust(trust.get());
    if (!(route instanceof Route.Open)) {
      return route;
    }
    if (!rightful(trust.get())
        || !Readiness.isTrue(trust.get().getStatus(), ConditionType.PROGRAMMED)) {
      return new Route.Closed(
          Obstacle.forEvent(
              Reason.TRUST_NOT_READY,
              "The OcmTrust %s is not recorded by the runtime yet; see its conditions."
                  .formatted(trustName)));
    }
    return route;
  }

  /** The oldest trust for the same domain in the same instance. */
  public OcmTrust rightfulOwner(OcmTrust trust) {
    return Claims.oldest(trusts.byIndex(Indexes.BY_DOMAIN, Indexes.domainKey(trust))).orElse(trust);
  }

  private boolean rightful(OcmTrust trust) {
    return rightfulOwner(trust).getMetadata().getUid().equals(trust.getMetadata().getUid());
  }

  /** The runtime of an installation, if it can be called now; also of a paused one. */
  public Optional<OcmRuntime> runtime(Installation installation) {
    boolean usable = installation.rightful() && installation.admin() instanceof AdminSecret.Usable;
    if (!usable || installation.ocm().isEmpty()) {
      return Optional.empty();
    }
    RuntimeService ocm = installation.ocm().get();
    if (ocm.targets().isEmpty()) {
      return Optional.empty();
    }
    Credentials credentials = ((AdminSecret.Usable) installation.admin()).credentials();
    return Optional.of(new OcmRuntime(http, ocm.targets(), credentials));
  }

  private Route toInstallation(OcmTrust trust, Installation installation) {
    Optional<OcmRuntime> runtime = runtime(installation);
    return runtime.isPresent()
        ? new Route.Open(trust, installation, runtime.get())
        : new Route.Closed(whyNot(installation));
  }

  private static Obstacle whyNot(Installation installation) {
    String instance = installation.name();
    if (!installation.rightful()) {
      return Obstacle.forEvent(
          Reason.CONFLICT,
          "An older OcmInstance has the domain of %s; see its conditions.".formatted(instance));
    }
    if (installation.admin() instanceof AdminSecret.Unusable(Reason reason, String message)) {
      return Obstacle.forEvent(reason, message);
    }
    ServicePods pods =
        installation.ocm().map(RuntimeService::pods).orElseGet(ServicePods.NoService::new);
    String service = installation.ocm().map(RuntimeService::serviceName).orElse("ocm");
    return switch (pods) {
      case ServicePods.NoService() ->
          Obstacle.forEvent(
              Reason.SERVICE_NOT_FOUND,
              "There is no Service %s, which the OcmInstance %s names; create it."
                  .formatted(service, instance));
      case ServicePods.NoPort(String port) ->
          Obstacle.forEvent(
              Reason.PORT_NOT_FOUND,
              "The Service %s has no port named %s; add it, or name another."
                  .formatted(service, port));
      case ServicePods.Unsynced() ->
          Obstacle.forRetry(Reason.PENDING, "The runtime's pods are being read.");
      case ServicePods.WithoutSelector() ->
          Obstacle.forEvent(
              Reason.NO_READY_RUNTIME,
              "The Service %s has no selector; see the OcmInstance %s."
                  .formatted(service, instance));
      case ServicePods.Known(List<PodAddress> ready) ->
          Obstacle.forEvent(
              Reason.NO_READY_RUNTIME,
              "No pod behind the Service %s is ready; see its pods.".formatted(service));
    };
  }
}
