package io.ocmfed.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.ocmfed.crds.ConditionType;
import io.ocmfed.crds.OcmStatus;
import io.ocmfed.crds.Reason;
import io.ocmfed.operator.settings.Identity;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jboss.logging.Logger;

/** Kubernetes events: on transitions only, and the same one not again within ten minutes. */
@ApplicationScoped
public class Announcer {

  private static final Logger LOG = Logger.getLogger(Announcer.class);
  private static final Duration QUIET = Duration.ofMinutes(10);
  private static final int REMEMBERED = 10_000;

  private final KubernetesClient client;
  private final Identity identity;
  private final Clock clock;
  private final Map<String, Instant> said =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
              return size() > REMEMBERED;
            }
          });

  public Announcer(KubernetesClient client, Identity identity, Clock clock) {
    this.client = client;
    this.identity = identity;
    this.clock = clock;
  }

  /** Says what has changed between two statuses, if that is worth an event. */
  public void transition(HasMetadata object, OcmStatus before, OcmStatus after) {
    Condition was = Readiness.of(before, ConditionType.READY);
    Condition is = Readiness.of(after, ConditionType.READY);
    if (is == null) {
      return;
    }
    boolean becameReady = "True".equals(is.getStatus()) && !sameStatus(was, is);
    boolean wasReady = was != null && "True".equals(was.getStatus());
    boolean newTrouble =
        "False".equals(is.getStatus())
            && (wasReady || Readiness.of(after, ConditionType.STALLED) != null)
            && !(sameStatus(was, is) && Objects.equals(was.getReason(), is.getReason()));
    if (becameReady) {
      say(object, "Normal", is.getReason(), is.getMessage());
    } else if (newTrouble) {
      say(object, "Warning", is.getReason(), is.getMessage());
    }
  }

  /** Something normal about an object that somebody may ask about. */
  public void inform(HasMetadata object, Reason reason, String message) {
    say(object, "Normal", reason.wireName(), message);
  }

  /** A warning about an object. */
  public void warn(HasMetadata object, Reason reason, String message) {
    say(object, "Warning", reason.wireName(), message);
  }

  private static boolean sameStatus(Condition was, Condition is) {
    return was != null && Objects.equals(was.getStatus(), is.getStatus());
  }

  private void say(HasMetadata object, String type, String reason, String message) {
    Instant now = clock.instant();
    String key = object.getMetadata().getUid() + "/" + type + "/" + reason + "/" + message;
    Instant before = said.put(key, now);
    if (before != null && before.plus(QUIET).isAfter(now)) {
      return;
    }
    String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    try {
      client
          .v1()
          .events()
          .inNamespace(object.getMetadata().getNamespace())
          .resource(
              new EventBuilder()
                  .withNewMetadata()
                  .withGenerateName(object.getMetadata().getName() + ".")
                  .withNamespace(object.getMetadata().getNamespace())
                  .endMetadata()
                  .withInvolvedObject(reference(object))
                  .withType(type)
                  .withReason(reason)
                  .withMessage(message)
                  .withFirstTimestamp(time)
                  .withLastTimestamp(time)
                  .withCount(1)
                  .withReportingComponent(Identity.FIELD_MANAGER)
                  .withReportingInstance(identity.podName())
                  .withNewSource(Identity.FIELD_MANAGER, null)
                  .build())
          .create();
    } catch (KubernetesClientException e) {
      // An event is a courtesy; in a namespace that goes away it is refused.
      LOG.debugf("Event %s was not written: %s", reason, e.getMessage());
    }
  }

  private static ObjectReference reference(HasMetadata object) {
    return new ObjectReferenceBuilder()
        .withApiVersion(object.getApiVersion())
        .withKind(object.getKind())
        .withName(object.getMetadata().getName())
        .withNamespace(object.getMetadata().getNamespace())
        .withUid(object.getMetadata().getUid())
        .build();
  }
}
