package io.ocmfed.operator.installation;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.ocmfed.crds.OcmInstance;
import io.ocmfed.crds.OcmInstanceSpec;
import io.ocmfed.crds.RuntimeRole;
import io.ocmfed.operator.installation.Installation.RuntimeService;
import io.ocmfed.operator.settings.Identity;
import io.ocmfed.operator.watch.PodWatch;
import io.ocmfed.operator.watch.PodWatches;
import io.ocmfed.operator.watch.SharedCache;
import io.ocmfed.operator.watch.Stripping;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** All installations, kept current from watches; whoever listens hears of every change of one. */
@ApplicationScoped
public class Installations {

  /** The port of the ocm Service on which other roles call it. */
  private static final String OCM_GRPC_PORT = "grpc";

  private static final String BY_DOMAIN = "by-domain";

  private final SharedCache<OcmInstance> instances;
  private final SharedCache<Service> services;
  private final Secrets secrets;
  private final PodWatches podWatches;
  private final Map<ResourceID, Followed> followed = new ConcurrentHashMap<>();
  private final List<Consumer<ResourceID>> listeners = new CopyOnWriteArrayList<>();

  public Installations(
      KubernetesClient client, Identity identity, Secrets secrets, PodWatches podWatches) {
    this.secrets = secrets;
    this.podWatches = podWatches;
    this.instances =
        new SharedCache<>(
            client,
            identity.watchedNamespaces(),
            SharedCache.Kind.all(OcmInstance.class, Stripping::managedFields)
                .indexed(Map.of(BY_DOMAIN, instance -> List.of(domainKey(instance)))));
    this.services =
        new SharedCache<>(
            client,
            identity.watchedNamespaces(),
            SharedCache.Kind.all(Service.class, Stripping::service));
    instances.onChange(this::instanceChanged);
    services.onChange((before, after) -> serviceChanged(after == null ? before : after));
    secrets.onAdminChange(
        (before, after) -> secretChanged(ResourceID.fromResource(after == null ? before : after)));
    // Objects may have come before the listeners, and nothing is concluded before all is seen.
    instances.whenSynced(this::allChanged);
    services.whenSynced(this::allChanged);
    secrets.whenSynced(this::allChanged);
  }

  /** Told of every change of an installation, on an informer's thread; must not block. */
  public void onChange(Consumer<ResourceID> listener) {
    listeners.add(listener);
  }

  /** Whether everything that was there at the start has been seen. */
  public boolean synced() {
    return instances.synced() && services.synced() && secrets.synced();
  }

  /** Whether the watches are open right now. */
  public boolean watching() {
    return instances.watching() && services.watching();
  }

  /** All instances, shared: never to be changed. */
  public List<OcmInstance> all() {
    return instances.list();
  }

  /** The object of an installation; empty when there is none. */
  public Optional<OcmInstance> instance(String namespace, String name) {
    return instances.get(namespace, name);
  }

  /** An installation as it is now; empty when there is no such OcmInstance. */
  public Optional<Installation> find(String namespace, String name) {
    return instances.get(namespace, name).map(this::look);
  }

  /** The oldest object that claims the same domain in the namespace. */
  public OcmInstance rightful(OcmInstance instance) {
    return Claims.oldest(instances.byIndex(BY_DOMAIN, domainKey(instance))).orElse(instance);
  }

  private Installation look(OcmInstance instance) {
    String namespace = instance.getMetadata().getNamespace();
    OcmInstanceSpec spec = instance.getSpec();
    Followed watches = followed.get(ResourceID.fromResource(instance));
    Optional<String> ocmService =
        spec.runtimes().stream()
            .filter(runtime -> runtime.role() == RuntimeRole.OCM)
            .map(OcmInstanceSpec.Runtime::serviceName)
            .findFirst();
    return new Installation(
        instance,
        rightful(instance).getMetadata().getUid().equals(instance.getMetadata().getUid()),
        secrets.admin(namespace, spec.adminSecretRef().name()),
        pods(watches, namespace, spec.gateway().serviceName(), spec.gateway().portName()),
        ocmService
            .map(service -> pods(watches, namespace, service, OCM_GRPC_PORT))
            .orElseGet(ServicePods.NoService::new),
        spec.runtimes().stream().map(runtime -> runtime(watches, namespace, runtime)).toList());
  }

  private RuntimeService runtime(
      Followed watches, String namespace, OcmInstanceSpec.Runtime runtime) {
    return new RuntimeService(
        runtime.name(),
        runtime.role(),
        runtime.serviceName(),
        "%s.%s.svc".formatted(runtime.serviceName(), namespace),
        pods(watches, namespace, runtime.serviceName(), runtime.portName()));
  }

  private ServicePods pods(
      Followed watches, String namespace, String serviceName, String portName) {
    if (!synced() || watches == null) {
      return new ServicePods.Unsynced();
    }
    Optional<Service> service = services.get(namespace, serviceName);
    if (service.isEmpty()) {
      return new ServicePods.NoService();
    }
    Optional<ServicePort> port = Ports.named(service.get(), portName);
    if (port.isEmpty()) {
      return new ServicePods.NoPort(portName);
    }
    if (selector(service.get()).isEmpty()) {
      return new ServicePods.Known(List.of());
    }
    Optional<PodWatch> watch = watches.of(serviceName);
    if (watch.isEmpty() || !watch.get().synced()) {
      return new ServicePods.Unsynced();
    }
    return new ServicePods.Known(Ports.ready(watch.get().pods(), port.get()));
  }

  private void instanceChanged(OcmInstance before, OcmInstance after) {
    ResourceID id = ResourceID.fromResource(after == null ? before : after);
    if (after == null) {
      Followed gone = followed.remove(id);
      if (gone != null) {
        gone.adjust(Map.of());
      }
    } else {
      follow(after);
    }
    tell(id);
    // A younger object may now have the domain, or not have it any more.
    instances.byIndex(BY_DOMAIN, domainKey(after == null ? before : after)).stream()
        .map(ResourceID::fromResource)
        .filter(rival -> !rival.equals(id))
        .forEach(this::tell);
  }

  private void allChanged() {
    instances.list().forEach(instance -> instanceChanged(null, instance));
  }

  private void serviceChanged(Service service) {
    String name = service.getMetadata().getName();
    for (OcmInstance instance : inNamespace(service.getMetadata().getNamespace())) {
      if (serviceNames(instance).contains(name)) {
        follow(instance);
        tell(ResourceID.fromResource(instance));
      }
    }
  }

  private void secretChanged(ResourceID secret) {
    for (OcmInstance instance : inNamespace(secret.getNamespace().orElse(""))) {
      if (instance.getSpec().adminSecretRef().name().equals(secret.getName())) {
        tell(ResourceID.fromResource(instance));
      }
    }
  }

  private void follow(OcmInstance instance) {
    ResourceID id = ResourceID.fromResource(instance);
    String namespace = instance.getMetadata().getNamespace();
    Map<String, Map<String, String>> selectors = new HashMap<>();
    for (String name : serviceNames(instance)) {
      services
          .get(namespace, name)
          .map(Installations::selector)
          .filter(selector -> !selector.isEmpty())
          .ifPresent(selector -> selectors.put(name, selector));
    }
    followed
        .computeIfAbsent(id, key -> new Followed(podWatches, namespace, () -> tell(key)))
        .adjust(selectors);
  }

  private void tell(ResourceID id) {
    listeners.forEach(listener -> listener.accept(id));
  }

  private List<OcmInstance> inNamespace(String namespace) {
    return instances.list().stream()
        .filter(instance -> namespace.equals(instance.getMetadata().getNamespace()))
        .toList();
  }

  private static List<String> serviceNames(OcmInstance instance) {
    OcmInstanceSpec spec = instance.getSpec();
    return Stream.concat(
            Stream.of(spec.gateway().serviceName()),
            spec.runtimes().stream().map(OcmInstanceSpec.Runtime::serviceName))
        .distinct()
        .toList();
  }

  private static Map<String, String> selector(Service service) {
    Map<String, String> selector = service.getSpec().getSelector();
    return selector == null ? Map.of() : selector;
  }

  private static String domainKey(OcmInstance instance) {
    return instance.getMetadata().getNamespace() + "/" + instance.getSpec().domain();
  }

  @PreDestroy
  void close() {
    instances.close();
    services.close();
    followed.values().forEach(watches -> watches.adjust(Map.of()));
  }
}
