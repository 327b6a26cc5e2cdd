package io.ocmfed.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.ocmfed.crds.ConditionType;
import io.ocmfed.crds.OcmStatus;

/** Reads conditions from a status. */
public final class Readiness {

  private Readiness() {}

  /** The condition of that type; null when there is none. */
  public static Condition of(OcmStatus status, ConditionType type) {
    if (status == null) {
      return null;
    }
    return status.conditions().stream()
        .filter(condition -> condition.getType().equals(type.wireName()))
        .findFirst()
        .orElse(null);
  }

  /** Whether the condition of that type is there and True. */
  public static boolean isTrue(OcmStatus status, ConditionType type) {
    Condition condition = of(status, type);
    return condition != null && "True".equals(condition.getStatus());
  }
}
