package io.ocmfed.node.net;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The forwarders of all Services with a cluster IP and a selector. */
final class Services implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Services.class.getName());

  private final Map<InetSocketAddress, Forwarder> forwarders = new HashMap<>();

  synchronized void apply(Collection<Service> services, Collection<Pod> pods) {
    Map<InetSocketAddress, List<InetSocketAddress>> wanted = wanted(services, pods);
    forwarders
        .entrySet()
        .removeIf(
            known -> {
              boolean superfluous = !wanted.containsKey(known.getKey());
              if (superfluous) {
                close(known.getValue());
              }
              return superfluous;
            });
    wanted.forEach(
        (address, backends) -> {
          try {
            forwarders.computeIfAbsent(address, Forwarder::new).forwardTo(backends);
          } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "event=service_not_served {0}", e.getMessage());
          }
        });
  }

  static Map<InetSocketAddress, List<InetSocketAddress>> wanted(
      Collection<Service> services, Collection<Pod> pods) {
    var wanted = new HashMap<InetSocketAddress, List<InetSocketAddress>>();
    for (Service service : services) {
      Map<String, String> selector = service.getSpec().getSelector();
      if (isHeadless(service) || selector == null || selector.isEmpty()) {
        continue;
      }
      for (ServicePort port : service.getSpec().getPorts()) {
        wanted.put(
            new InetSocketAddress(service.getSpec().getClusterIP(), port.getPort()),
            Backends.of(service, port, pods));
      }
    }
    return wanted;
  }

  static boolean isHeadless(Service service) {
    String ip = service.getSpec().getClusterIP();
    return ip == null || ip.isEmpty() || ip.equals("None");
  }

  private static void close(Forwarder forwarder) {
    try {
      forwarder.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "event=service_not_closed", e);
    }
  }

  @Override
  public synchronized void close() {
    forwarders.values().forEach(Services::close);
    forwarders.clear();
  }
}
