package io.ocmfed.operator.cleanup;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.ocmfed.crds.OcmInstance;
import io.ocmfed.crds.Reason;
import io.ocmfed.operator.installation.AdminSecret;
import io.ocmfed.operator.installation.Installation;
import io.ocmfed.operator.installation.Installations;
import io.ocmfed.operator.installation.ServicePods;
import io.ocmfed.operator.route.Routes;
import io.ocmfed.operator.runtime.Answer;
import io.ocmfed.operator.runtime.DeclaredKind;
import io.ocmfed.operator.runtime.OcmRuntime;
import io.ocmfed.operator.settings.Times;
import io.ocmfed.operator.status.Announcer;
import io.ocmfed.operator.status.PassEnd;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Has the runtime remove what a deleted object declared, and lets the object go. */
@ApplicationScoped
public class Cleanup {

  private static final Duration AGAIN = Duration.ofSeconds(2);

  private final KubernetesClient client;
  private final Installations installations;
  private final Routes routes;
  private final Announcer announcer;
  private final PassEnd passEnd;
  private final Times times;
  private final Clock clock;

  public Cleanup(
      KubernetesClient client,
      Installations installations,
      Routes routes,
      Announcer announcer,
      PassEnd passEnd,
      Times times,
      Clock clock) {
    this.client = client;
    this.installations = installations;
    this.routes = routes;
    this.announcer = announcer;
    this.passEnd = passEnd;
    this.times = times;
    this.clock = clock;
  }

  /**
   * One try.
   *
   * @param instanceName the OcmInstance in whose runtime it was declared; empty when that cannot be
   *     told any more, because the OcmTrust in between is gone: then every runtime of the namespace
   *     is asked, which is safe, as they remove by uid
   */
  public DeleteControl remove(
      CustomResource<?, ?> object, DeclaredKind kind, Optional<String> instanceName) {
    String namespace = object.getMetadata().getNamespace();
    List<Installation> concerned = concerned(namespace, instanceName);
    String nobody = nobody(concerned, instanceName);
    List<Answer<Void>> answers = nobody == null ? tell(concerned, object, kind) : List.of();
    CleanupDecision decision = decide(object, answers, nobody, false);
    if (decision instanceof CleanupDecision.Wait && namespaceEnds(namespace)) {
      decision = decide(object, answers, nobody, true);
    }
    return switch (decision) {
      case CleanupDecision.Done() -> gone(object);
      case CleanupDecision.Skip(String why) -> {
        announcer.warn(
            object,
            Reason.CLEANUP_SKIPPED,
            "Deleted without the runtime having recorded the removal; what it still has is removed when the operator next compares. "
                + why);
        yield gone(object);
      }
      case CleanupDecision.Wait() ->
          DeleteControl.noFinalizerRemoval().rescheduleAfter(pause(object).toMillis());
    };
  }

  private CleanupDecision decide(
      CustomResource<?, ?> object,
      List<Answer<Void>> answers,
      String nobody,
      boolean namespaceEnds) {
    return CleanupDecision.decide(
        answers, nobody, namespaceEnds, deletedAt(object), clock.instant(), times.cleanupLimit());
  }

  private DeleteControl gone(CustomResource<?, ?> object) {
    passEnd.forget(object);
    return DeleteControl.defaultDelete();
  }

  private Duration pause(CustomResource<?, ?> object) {
    Duration left = Duration.between(clock.instant(), deletedAt(object).plus(times.cleanupLimit()));
    Duration pause = left.compareTo(AGAIN) < 0 ? left : AGAIN;
    return pause.toMillis() < 100 ? Duration.ofMillis(100) : pause;
  }

  private Instant deletedAt(CustomResource<?, ?> object) {
    String time = object.getMetadata().getDeletionTimestamp();
    return time == null ? clock.instant() : Instant.parse(time);
  }

  private List<Installation> concerned(String namespace, Optional<String> instanceName) {
    List<String> names =
        instanceName
            .map(List::of)
            .orElseGet(
                () ->
                    installations.all().stream()
                        .filter(all -> namespace.equals(all.getMetadata().getNamespace()))
                        .map(all -> all.getMetadata().getName())
                        .toList());
    return names.stream().flatMap(name -> installations.find(namespace, name).stream()).toList();
  }

  /** Rule (b), but for the namespace. */
  private static String nobody(List<Installation> concerned, Optional<String> instanceName) {
    if (concerned.isEmpty()) {
      return instanceName
          .map("There is no OcmInstance %s any more."::formatted)
          .orElse("There is no OcmInstance in the namespace any more.");
    }
    return concerned.stream().allMatch(installation -> whyGone(installation) != null)
        ? whyGone(concerned.getFirst())
        : null;
  }

  private static String whyGone(Installation installation) {
    OcmInstance instance = installation.instance();
    if (instance.getMetadata().getDeletionTimestamp() != null) {
      return "The OcmInstance %s is being deleted.".formatted(installation.name());
    }
    if (installation.admin() instanceof AdminSecret.Unusable unusable
        && unusable.reason() == Reason.SECRET_NOT_FOUND) {
      return "The admin Secret of the OcmInstance %s is gone.".formatted(installation.name());
    }
    boolean noService =
        installation.ocm().isEmpty()
            || installation.ocm().get().pods() instanceof ServicePods.NoService;
    return noService
        ? "The Service of the runtime of OcmInstance %s is gone.".formatted(installation.name())
        : null;
  }

  private List<Answer<Void>> tell(
      List<Installation> concerned, CustomResource<?, ?> object, DeclaredKind kind) {
    List<Answer<Void>> answers = new ArrayList<>();
    for (Installation installation : concerned) {
      if (whyGone(installation) != null || !installation.rightful()) {
        continue;
      }
      Optional<OcmRuntime> runtime = routes.runtime(installation);
      answers.add(
          runtime.isPresent()
              ? runtime
                  .get()
                  .delete(kind, object.getMetadata().getName(), object.getMetadata().getUid())
              : new Answer.Unreachable<>("it has no ready pod"));
    }
    if (answers.isEmpty()) {
      // Only objects that never had a say: nothing was declared there.
      answers.add(new Answer.Ok<>(null));
    }
    return answers;
  }

  private boolean namespaceEnds(String name) {
    try {
      Namespace namespace = client.namespaces().withName(name).get();
      return namespace == null || namespace.getMetadata().getDeletionTimestamp() != null;
    } catch (KubernetesClientException e) {
      // Not allowed to look, or no answer: then the time limit decides.
      return false;
    }
  }
}
