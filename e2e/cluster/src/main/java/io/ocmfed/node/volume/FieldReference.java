package io.ocmfed.node.volume;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The downward API: fields of its pod that a container may see. */
public final class FieldReference {

  private static final Pattern ENTRY =
      Pattern.compile("metadata\\.(labels|annotations)\\['([^']+)']");

  private FieldReference() {}

  /**
   * The field's value; empty for a path that this node does not know.
   *
   * @param podIp the pod's address, which is not yet in its status when it starts
   */
  public static Optional<String> value(Pod pod, String podIp, String nodeIp, String path) {
    var meta = pod.getMetadata();
    Matcher entry = ENTRY.matcher(path);
    if (entry.matches()) {
      boolean label = entry.group(1).equals("labels");
      var all = label ? meta.getLabels() : meta.getAnnotations();
      return Optional.of(all == null ? "" : all.getOrDefault(entry.group(2), ""));
    }
    return Optional.ofNullable(
        switch (path) {
          case "metadata.name" -> meta.getName();
          case "metadata.namespace" -> meta.getNamespace();
          case "metadata.uid" -> meta.getUid();
          case "metadata.labels" -> lines(meta.getLabels());
          case "metadata.annotations" -> lines(meta.getAnnotations());
          case "spec.nodeName" -> pod.getSpec().getNodeName();
          case "spec.serviceAccountName" -> pod.getSpec().getServiceAccountName();
          case "status.podIP", "status.podIPs" -> podIp;
          case "status.hostIP", "status.hostIPs" -> nodeIp;
          default -> null;
        });
  }

  private static String lines(Map<String, String> entries) {
    return new TreeMap<>(entries == null ? Map.of() : entries)
        .entrySet().stream()
            .map(entry -> entry.getKey() + "=\"" + entry.getValue() + "\"")
            .collect(Collectors.joining("\n"));
  }
}
