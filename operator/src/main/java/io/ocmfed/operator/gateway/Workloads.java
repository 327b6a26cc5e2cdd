package io.ocmfed.operator.gateway;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.ocmfed.crds.Annotations;
import io.ocmfed.crds.WorkloadKind;
import io.ocmfed.operator.settings.Identity;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Reads and restarts workloads; every failure is the API server's exception. */
@ApplicationScoped
public class Workloads {

  /** As {@code kubectl rollout restart} does it. */
  private static final String RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";

  private final KubernetesClient client;
  private final Clock clock;

  public Workloads(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /** The workload as it is now; empty when there is none. */
  Optional<Workload> find(WorkloadKind kind, String namespace, String name) {
    var apps = client.apps();
    return switch (kind) {
      case DEPLOYMENT ->
          Optional.ofNullable(apps.deployments().inNamespace(namespace).withName(name).get())
              .map(Workload::of);
      case STATEFUL_SET ->
          Optional.ofNullable(apps.statefulSets().inNamespace(namespace).withName(name).get())
              .map(Workload::of);
      case DAEMON_SET ->
          Optional.ofNullable(apps.daemonSets().inNamespace(namespace).withName(name).get())
              .map(Workload::of);
      case UNKNOWN -> Optional.empty();
    };
  }

  /** Writes down which addresses its pods began with; restarts nothing. */
  void remember(Workload workload, String addresses) {
    patch(workload, new JsonObject(), addresses);
  }

  /** Has all of its pods replaced, and writes down for which addresses, in one step. */
  void restart(Workload workload, String addresses) {
    String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    JsonObject annotations = new JsonObject().put(RESTARTED_AT, now);
    JsonObject template =
        new JsonObject().put("metadata", new JsonObject().put("annotations", annotations));
    patch(
        workload,
        new JsonObject().put("spec", new JsonObject().put("template", template)),
        addresses);
  }

  /** Refused with 409 when the workload is not as it was read: then somebody else was quicker. */
  private void patch(Workload workload, JsonObject change, String addresses) {
    HasMetadata object = workload.object();
    change.put(
        "metadata",
        new JsonObject()
            .put("resourceVersion", object.getMetadata().getResourceVersion())
            .put("annotations", new JsonObject().put(Annotations.RESTARTED_FOR, addresses)));
    Resource<HasMetadata> resource = client.resource(object);
    resource.patch(
        new PatchContext.Builder()
            .withPatchType(PatchType.JSON_MERGE)
            .withFieldManager(Identity.FIELD_MANAGER)
            .build(),
        change.encode());
  }
}
