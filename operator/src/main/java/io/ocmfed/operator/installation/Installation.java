package io.ocmfed.operator.installation;

import io.ocmfed.crds.Annotations;
import io.ocmfed.crds.OcmInstance;
import io.ocmfed.crds.RuntimeRole;
import io.ocmfed.operator.runtime.RuntimePod;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One installation at one moment.
 *
 * @param instance the object; shared, never to be changed
 * @param rightful whether it is the oldest object for its domain; the others do nothing
 * @param admin how to be let in
 * @param gateway the pods behind the gateway Service, with their gRPC port
 * @param ocmGrpc the pods behind the ocm Service, with their gRPC port, for graph
 * @param runtimes the runtimes in the order of the spec
 */
public record Installation(
    OcmInstance instance,
    boolean rightful,
    AdminSecret admin,
    ServicePods gateway,
    ServicePods ocmGrpc,
    List<RuntimeService> runtimes) {

  /**
   * One runtime Service and the ready pods behind it, with their management port.
   *
   * @param name its name in the spec
   * @param serviceName the Service, as the server name and the pods only with delivery Push; else
   *     null
   */
  public record RuntimeService(
      String name,
      RuntimeRole role,
      RuntimeDelivery delivery,
      String serviceName,
      String serverName,
      ServicePods pods) {

    /** One that tables are pushed to. */
    public RuntimeService(
        String name, RuntimeRole role, String serviceName, String serverName, ServicePods pods) {
      this(name, role, new RuntimeDelivery.Push(), serviceName, serverName, pods);
    }

    /** Whether its pods are sent the tables. */
    public boolean pushed() {
      return delivery instanceof RuntimeDelivery.Push;
    }

    /** The ready pods as the admin API dials them. */
    public List<RuntimePod> targets() {
      return pods.ready().stream()
          .map(pod -> new RuntimePod(pod.name(), pod.uid(), pod.host(), pod.port(), serverName))
          .toList();
    }
  }

  public String namespace() {
    return instance.getMetadata().getNamespace();
  }

  public String name() {
    return instance.getMetadata().getName();
  }

  /** Whether its annotation stops work on it and on what belongs to it. */
  public boolean paused() {
    Map<String, String> annotations = instance.getMetadata().getAnnotations();
    return annotations != null && "true".equals(annotations.get(Annotations.PAUSED));
  }

  /** The runtime that desired state is declared to. */
  public Optional<RuntimeService> ocm() {
    return runtimes.stream().filter(runtime -> runtime.role() == RuntimeRole.OCM).findFirst();
  }
}
