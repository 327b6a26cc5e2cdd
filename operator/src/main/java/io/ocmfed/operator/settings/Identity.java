package io.ocmfed.operator.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who and where this process is.
 *
 * @param podName name of our pod; the identity in the Lease
 * @param namespace our own namespace, where the Lease and the term live
 * @param watchedNamespaces the namespaces to work in; empty means all
 */
public record Identity(String podName, String namespace, Set<String> watchedNamespaces) {

  /** Name of the Lease that decides who leads. */
  public static final String LEASE = "ocmfed-operator";

  /** Name of the ConfigMap that counts the terms of leaders. */
  public static final String TERM_CONFIG_MAP = "ocmfed-operator-term";

  /** Field manager and reporting component of everything the operator writes. */
  public static final String FIELD_MANAGER = "ocmfed-operator";

  /** Reads the comma list of {@code OCMFED_WATCH_NAMESPACES}. */
  public static Set<String> namespaces(Optional<String> commaList) {
    List<String> names = commaList.map(list -> Arrays.asList(list.split(","))).orElse(List.of());
    return names.stream()
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }
}
