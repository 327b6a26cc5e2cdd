package io.ocmfed.runtime.endpoint;

import io.grpc.MethodDescriptor;
import io.ocmfed.runtime.settings.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How calls to a service may be repeated, as gRPC's service config. gRPC for Java takes either
 * hedging or retry for a method: idempotent unary calls hedge while there is more than one address
 * (a lost attempt is followed by the next at once, a slow one after 500 ms), idempotent streams
 * retry, everything else is sent once.
 *
 * @param service full gRPC name
 * @param hedged names of idempotent unary methods
 * @param retried names of methods that may be repeated but not doubled
 */
record CallPolicy(String service, Set<String> hedged, Set<String> retried) {

  private static final Map<String, Object> HEDGING =
      Map.of(
          "hedgingPolicy",
          Map.of(
              "maxAttempts",
              3.0,
              "hedgingDelay",
              "0.5s",
              "nonFatalStatusCodes",
              List.of("UNAVAILABLE")));

  private static final Map<String, Object> RETRY =
      Map.of(
          "retryPolicy",
          Map.of(
              "maxAttempts",
              4.0,
              "initialBackoff",
              "0.05s",
              "maxBackoff",
              "0.5s",
              "backoffMultiplier",
              2.0,
              "retryableStatusCodes",
              List.of("UNAVAILABLE")));

  static CallPolicy of(Role role) {
    return switch (role) {
      case GATEWAY ->
          new CallPolicy(
              "ocmfed.gateway.v1.Gateway",
              Set.of("Authenticate", "GetUser", "Stat", "List"),
              Set.of("Read"));
      case OCM ->
          new CallPolicy(
              "ocmfed.ocm.v1.Ocm",
              Set.of("ListReceivedShares", "ListSentShares", "ListConnections"),
              Set.of("DeleteShare", "AcceptShare", "DeleteConnection"));
      case GRAPH -> throw new IllegalArgumentException("graph is not reached by gRPC");
    };
  }

  /** Whether sending the call again does no harm. */
  boolean repeatable(MethodDescriptor<?, ?> method) {
    return hedged.contains(method.getBareMethodName())
        || retried.contains(method.getBareMethodName());
  }

  /**
   * The service config; numbers are doubles because gRPC takes it as parsed JSON.
   *
   * @param elsewhere whether there is more than one address. With one, a second attempt would wait
   *     behind the first; and just after a gateway's return, when everybody asks the only one that
   *     there is, attempts of attempts would keep it busy
   */
  Map<String, Object> serviceConfig(boolean elsewhere) {
    return Map.of(
        "loadBalancingConfig",
        List.of(Map.of("round_robin", Map.of())),
        "healthCheckConfig",
        Map.of("serviceName", ""),
        "methodConfig",
        List.of(method(hedged, elsewhere ? HEDGING : RETRY), method(retried, RETRY)));
  }

  private Map<String, Object> method(Set<String> methods, Map<String, Object> policy) {
    var config = new HashMap<>(policy);
    config.put("name", names(methods));
    return config;
  }

  private List<Map<String, String>> names(Set<String> methods) {
    return methods.stream().map(method -> Map.of("service", service, "method", method)).toList();
  }
}
