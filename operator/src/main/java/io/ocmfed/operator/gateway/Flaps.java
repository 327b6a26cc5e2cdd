package io.ocmfed.operator.gateway;

import io.ocmfed.operator.runtime.Endpoint;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells gateway pods that come back from new ones: a pod that leaves the table and returns under
 * its old name has flapped; the pods of a rolling update have new names.
 */
final class Flaps {

  /** Pods that left longest ago are forgotten first. */
  private static final int REMEMBERED = 1000;

  private final Set<String> left =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
              return size() > REMEMBERED;
            }
          });

  /** How many pods came back with this change of the table. */
  int change(List<Endpoint> before, List<Endpoint> after) {
    Set<String> now = pods(after);
    pods(before).stream().filter(pod -> !now.contains(pod)).forEach(left::add);
    return (int) now.stream().filter(left::remove).count();
  }

  private static Set<String> pods(List<Endpoint> endpoints) {
    return endpoints.stream().map(Endpoint::pod).collect(Collectors.toSet());
  }
}
