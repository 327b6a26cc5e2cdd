package io.ocmfed.operator.wake;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import io.ocmfed.crds.OcmApi;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Which updates of an object are worth a pass: a new generation, another value of an annotation of
 * ours (annotations do not raise the generation), deletion, finalizers. Not our own status writes.
 */
public final class RelevantChange implements OnUpdateFilter<HasMetadata> {

  @Override
  public boolean accept(HasMetadata after, HasMetadata before) {
    ObjectMeta was = before.getMetadata();
    ObjectMeta is = after.getMetadata();
    return !Objects.equals(was.getUid(), is.getUid())
        || !Objects.equals(was.getGeneration(), is.getGeneration())
        || !Objects.equals(was.getDeletionTimestamp(), is.getDeletionTimestamp())
        || !Objects.equals(was.getFinalizers(), is.getFinalizers())
        || !ours(was.getAnnotations()).equals(ours(is.getAnnotations()));
  }

  private static Map<String, String> ours(Map<String, String> annotations) {
    Map<String, String> kept = new TreeMap<>();
    if (annotations != null) {
      annotations.forEach(
          (name, value) -> {
            if (name.startsWith(OcmApi.GROUP + "/")) {
              kept.put(name, value);
            }
          });
    }
    return kept;
  }
}
