package io.ocmfed.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.ocmfed.crds.Annotations;
import io.ocmfed.crds.ConditionType;
import io.ocmfed.crds.OcmStatus;
import io.ocmfed.crds.Reason;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The conditions of one object in the making. What is not set or kept is gone; the time of a
 * transition moves only when the condition's status does, and has whole seconds, as the API server
 * keeps it. Not thread-safe; made and used within one decision.
 */
public final class Conditions {

  private static final int LONGEST_MESSAGE = 1024;

  private final Map<String, Condition> old = new HashMap<>();
  private final Map<ConditionType, Condition> next = new EnumMap<>(ConditionType.class);
  private final Long generation;
  private final String now;

  private Conditions(HasMetadata object, OcmStatus before, Clock clock) {
    if (before != null) {
      before.conditions().forEach(condition -> old.put(condition.getType(), condition));
    }
    this.generation = object.getMetadata().getGeneration();
    this.now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    if (paused(object)) {
      set(
          ConditionType.PAUSED,
          "True",
          Reason.PAUSED,
          "The annotation %s stops work on this object, but not its deletion; remove it to go on."
              .formatted(Annotations.PAUSED));
    }
  }

  /**
   * Begins with nothing set but {@code Paused}, when the object says so.
   *
   * @param before the status as it is; may be null
   */
  public static Conditions of(HasMetadata object, OcmStatus before, Clock clock) {
    return new Conditions(object, before, clock);
  }

  /** Whether work on the object is stopped by its annotation. */
  public static boolean paused(HasMetadata object) {
    return "true".equals(annotation(object, Annotations.PAUSED));
  }

  /** An annotation's value; null when it is absent. */
  public static String annotation(HasMetadata object, String name) {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(name);
  }

  public Conditions yes(ConditionType type, Reason reason, String message) {
    return set(type, "True", reason, message);
  }

  public Conditions no(ConditionType type, Reason reason, String message) {
    return set(type, "False", reason, message);
  }

  public Conditions unknown(ConditionType type, Reason reason, String message) {
    return set(type, "Unknown", reason, message);
  }

  /** True or False with the obstacle's words. */
  public Conditions no(ConditionType type, Obstacle obstacle) {
    return no(type, obstacle.reason(), obstacle.message());
  }

  /** Leaves conditions as they were; they speak of the generation they spoke of. */
  public Conditions keep(ConditionType... types) {
    for (ConditionType type : types) {
      Condition known = old.get(type.wireName());
      if (known != null) {
        next.put(type, known);
      }
    }
    return this;
  }

  /**
   * As {@link #keepWhilePaused()}, for an object that has no annotation of its own.
   *
   * @param why what stops the work, and how it goes on
   */
  public Conditions keepWhilePaused(String why) {
    if (!next.containsKey(ConditionType.PAUSED)) {
      yes(ConditionType.PAUSED, Reason.PAUSED, why);
    }
    return keepWhilePaused();
  }

  /** Leaves all as it was while work is stopped; only {@code Reconciling} would not be true. */
  public Conditions keepWhilePaused() {
    for (ConditionType type : ConditionType.values()) {
      if (type != ConditionType.RECONCILING && type != ConditionType.PAUSED) {
        keep(type);
      }
    }
    if (!next.containsKey(ConditionType.READY)) {
      unknown(
          ConditionType.READY,
          Reason.PENDING,
          "Not looked at before work was stopped; see the condition Paused.");
    }
    return this;
  }

  /**
   * Ready=False for an obstacle, with {@code Stalled} or {@code Reconciling} as kstatus wants it.
   */
  public Conditions blocked(Obstacle obstacle) {
    no(ConditionType.READY, obstacle);
    return yes(
        obstacle.stalls() ? ConditionType.STALLED : ConditionType.RECONCILING,
        obstacle.reason(),
        obstacle.message());
  }

  /** Ready=False for something that is neither our work nor a mistake. */
  public Conditions notReady(Reason reason, String message) {
    return no(ConditionType.READY, reason, message);
  }

  /** Ready=True. */
  public Conditions ready(Reason reason, String message) {
    return yes(ConditionType.READY, reason, message);
  }

  /** The conditions, in a fixed order. */
  public List<Condition> list() {
    return List.copyOf(next.values());
  }

  private Conditions set(ConditionType type, String status, Reason reason, String message) {
    Condition before = old.get(type.wireName());
    boolean flipped = before == null || !Objects.equals(before.getStatus(), status);
    next.put(
        type,
        new ConditionBuilder()
            .withType(type.wireName())
            .withStatus(status)
            .withReason(reason.wireName())
            .withMessage(
                message.length() > LONGEST_MESSAGE
                    ? message.substring(0, LONGEST_MESSAGE)
                    : message)
            .withLastTransitionTime(flipped ? now : before.getLastTransitionTime())
            .withObservedGeneration(generation)
            .build());
    return this;
  }
}
