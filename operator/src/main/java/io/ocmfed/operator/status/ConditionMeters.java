package io.ocmfed.operator.status;

import io.fabric8.kubernetes.client.CustomResource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.ocmfed.crds.OcmStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** {@code ocmfed_conditions{kind,type,status}}: how many objects have that condition. */
@ApplicationScoped
public class ConditionMeters {

  private final MeterRegistry registry;
  private final Map<String, Set<Key>> byUid = new ConcurrentHashMap<>();
  private final Map<Key, Integer> counts = new ConcurrentHashMap<>();
  private final Set<Key> registered = ConcurrentHashMap.newKeySet();

  public ConditionMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  private record Key(String kind, String type, String status) {}

  void see(CustomResource<?, ?> object, OcmStatus status) {
    Set<Key> now =
        status.conditions().stream()
            .map(condition -> new Key(object.getKind(), condition.getType(), condition.getStatus()))
            .collect(Collectors.toUnmodifiableSet());
    count(byUid.put(object.getMetadata().getUid(), now), -1);
    count(now, 1);
  }

  void forget(String uid) {
    count(byUid.remove(uid), -1);
  }

  private void count(Set<Key> keys, int step) {
    if (keys == null) {
      return;
    }
    for (Key key : keys) {
      counts.merge(key, step, Integer::sum);
      if (registered.add(key)) {
        Gauge.builder("ocmfed.conditions", counts, all -> all.getOrDefault(key, 0))
            .description("Objects with a condition, by kind, type and status")
            .tags("kind", key.kind(), "type", key.type(), "status", key.status())
            .register(registry);
      }
    }
  }
}
