package io.ocmfed.operator.testing;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.ocmfed.crds.ConditionType;
import io.ocmfed.crds.OcmStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/** What decision tables are made of. */
public final class Fixed {

  public static final Instant NOW = Instant.parse("2026-03-01T12:00:00.5Z");
  public static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  public static final Duration SLOW = Duration.ofMinutes(5);

  private Fixed() {}

  public static Clock later(Duration by) {
    return Clock.offset(CLOCK, by);
  }

  public static <S, P extends CustomResource<S, ?>> P object(P object, String name, S spec) {
    object.setMetadata(
        new ObjectMetaBuilder()
            .withName(name)
            .withNamespace("cloud-a")
            .withUid("uid-of-" + name)
            .withGeneration(3L)
            .withCreationTimestamp("2026-01-01T00:00:00Z")
            .build());
    object.setSpec(spec);
    return object;
  }

  /** {@code Status/Reason}, or {@code absent}. */
  public static String condition(OcmStatus status, ConditionType type) {
    return status.conditions().stream()
        .filter(condition -> condition.getType().equals(type.wireName()))
        .map(condition -> condition.getStatus() + "/" + condition.getReason())
        .findFirst()
        .orElse("absent");
  }

  public static Condition full(OcmStatus status, ConditionType type) {
    return status.conditions().stream()
        .filter(condition -> condition.getType().equals(type.wireName()))
        .findFirst()
        .orElseThrow();
  }
}
