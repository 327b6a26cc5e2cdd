package io.ocmfed.node.net;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBackend;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.ServiceBackendPort;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One rule of the ingress.
 *
 * @param host lower case, without port; empty: any
 * @param path a prefix of whole path elements, or the exact path
 * @param service {@code namespace/name}, for messages
 * @param backends its ready pods; may be empty
 */
record IngressRoute(
    String host, String path, boolean exact, String service, List<InetSocketAddress> backends) {

  static final String CLASS = "ocmfed";

  /** All rules of our class, those that come first being the more specific ones. */
  static List<IngressRoute> of(
      Collection<Ingress> ingresses, Collection<Service> services, Collection<Pod> pods) {
    var routes = new ArrayList<IngressRoute>();
    for (Ingress ingress : ingresses) {
      if (!isOurs(ingress) || ingress.getSpec().getRules() == null) {
        continue;
      }
      for (IngressRule rule : ingress.getSpec().getRules()) {
        if (rule.getHttp() != null) {
          for (HTTPIngressPath path : rule.getHttp().getPaths()) {
            routes.add(route(ingress, rule, path, services, pods));
          }
        }
      }
    }
    routes.sort(
        Comparator.comparing((IngressRoute route) -> route.host().isEmpty())
            .thenComparing(route -> !route.exact())
            .thenComparing(route -> -route.path().length()));
    return List.copyOf(routes);
  }

  static boolean isOurs(Ingress ingress) {
    return CLASS.equals(ingress.getSpec().getIngressClassName());
  }

  private static IngressRoute route(
      Ingress ingress,
      IngressRule rule,
      HTTPIngressPath path,
      Collection<Service> services,
      Collection<Pod> pods) {
    String namespace = ingress.getMetadata().getNamespace();
    String name = name(path.getBackend());
    List<InetSocketAddress> backends =
        services.stream()
            .filter(service -> service.getMetadata().getNamespace().equals(namespace))
            .filter(service -> service.getMetadata().getName().equals(name))
            .findFirst()
            .flatMap(
                service ->
                    port(service, path.getBackend()).map(port -> Backends.of(service, port, pods)))
            .orElse(List.of());
    return new IngressRoute(
        rule.getHost() == null ? "" : rule.getHost().toLowerCase(Locale.ROOT),
        path.getPath() == null ? "/" : path.getPath(),
        "Exact".equals(path.getPathType()),
        namespace + "/" + name,
        backends);
  }

  private static String name(IngressBackend backend) {
    return backend.getService() == null ? "" : backend.getService().getName();
  }

  private static Optional<ServicePort> port(Service service, IngressBackend backend) {
    ServiceBackendPort wanted = backend.getService().getPort();
    return service.getSpec().getPorts().stream()
        .filter(
            port ->
                wanted.getName() != null
                    ? wanted.getName().equals(port.getName())
                    : port.getPort().equals(wanted.getNumber()))
        .findFirst();
  }

  /** Whether a request for that host (without port) and path is this rule's. */
  boolean matches(String requestHost, String requestPath) {
    if (!host.isEmpty() && !host.equalsIgnoreCase(requestHost)) {
      return false;
    }
    if (exact) {
      return requestPath.equals(path);
    }
    String prefix = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return requestPath.equals(prefix) || requestPath.startsWith(prefix + "/");
  }
}
