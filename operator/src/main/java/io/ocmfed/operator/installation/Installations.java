package io.ocmfed.operator.installation;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.ocmfed.crds.EndpointSlicePolicy;
import io.ocmfed.crds.LocalReference;
import io.ocmfed.crds.OcmInstance;
import io.ocmfed.crds.OcmInstanceSpec;
import io.ocmfed.crds.RuntimeRole;
import io.ocmfed.operator.installation.Installation.RuntimeService;
import io.ocmfed.operator.settings.Identity;
import io.ocmfed.operator.watch.PodWatches;
import io.ocmfed.operator.watch.SelectorWatch;
import io.ocmfed.operator.watch.SharedCache;
import io.ocmfed.operator.watch.SliceWatches;
import io.ocmfed.operator.watch.Stripping;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
  private final SliceWatches sliceWatches;
  private final Deliverable deliverable;
  private final Map<ResourceID, Followed> followed = new ConcurrentHashMap<>();
  private final List<Consumer<ResourceID>> listeners = new CopyOnWriteArrayList<>();

  public Installations(
      KubernetesClient client,
      Identity identity,
      Secrets secrets,
      PodWatches podWatches,
      SliceWatches sliceWatches) {
    this.secrets = secrets;
    this.podWatches = podWatches;
    this.sliceWatches = sliceWatches;
    this.deliverable = new Deliverable(secrets);
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
    secrets.onNatsChange(
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
    Optional<OcmInstanceSpec.Runtime> ocm =
        spec.runtimes().stream()
            .filter(runtime -> runtime.role() == RuntimeRole.OCM && runtime.serviceName() != null)
            .findFirst();
    return new Installation(
        instance,
        rightful(instance).getMetadata().getUid().equals(instance.getMetadata().getUid()),
        secrets.admin(namespace, spec.adminSecretRef().name()),
        pods(
            watches,
            namespace,
            new Wanted(
                spec.gateway().serviceName(),
                spec.gateway().portName(),
                spec.gateway().endpointSlices())),
        ocm.map(runtime -> pods(watches, namespace, wanted(runtime, OCM_GRPC_PORT)))
            .orElseGet(ServicePods.NoService::new),
        spec.runtimes().stream().map(runtime -> runtime(watches, namespace, runtime)).toList());
  }

  private RuntimeService runtime(
      Followed watches, String namespace, OcmInstanceSpec.Runtime runtime) {
    RuntimeDelivery delivery = deliverable.of(namespace, runtime);
    if (!(delivery instanceof RuntimeDelivery.Push)) {
      return new RuntimeService(
          runtime.name(), runtime.role(), delivery, null, null, new ServicePods.Known(List.of()));
    }
    return new RuntimeService(
        runtime.name(),
        runtime.role(),
        runtime.serviceName(),
        "%s.%s.svc".formatted(runtime.serviceName(), namespace),
        pods(watches, namespace, wanted(runtime, runtime.portName())));
  }

  private record Wanted(String service, String port, EndpointSlicePolicy slices) {}

  private static Wanted wanted(OcmInstanceSpec.Runtime runtime, String port) {
    return new Wanted(runtime.serviceName(), port, runtime.endpointSlices());
  }

  private ServicePods pods(Followed watches, String namespace, Wanted wanted) {
    if (!synced() || watches == null) {
      return new ServicePods.Unsynced();
    }
    Optional<Service> service = services.get(namespace, wanted.service());
    if (service.isEmpty()) {
      return new ServicePods.NoService();
    }
    Optional<ServicePort> port = Ports.named(service.get(), wanted.port());
    if (port.isEmpty()) {
      return new ServicePods.NoPort(wanted.port());
    }
    if (selector(service.get()).isEmpty()) {
      return wanted.slices() == EndpointSlicePolicy.TRUST
          ? slices(watches, service.get(), wanted)
          : new ServicePods.WithoutSelector();
    }
    Optional<SelectorWatch<Pod>> watch = watches.pods(wanted.service());
    if (watch.isEmpty() || !watch.get().synced()) {
      return new ServicePods.Unsynced();
    }
    return new ServicePods.Known(Ports.ready(watch.get().objects(), service.get(), port.get()));
  }

  private static ServicePods slices(Followed watches, Service service, Wanted wanted) {
    Optional<SelectorWatch<EndpointSlice>> watch = watches.slices(wanted.service());
    if (watch.isEmpty() || !watch.get().synced()) {
      return new ServicePods.Unsynced();
    }
    return new ServicePods.Known(Slices.ready(watch.get().objects(), service, wanted.port()));
  }

  private void instanceChanged(OcmInstance before, OcmInstance after) {
    ResourceID id = ResourceID.fromResource(after == null ? before : after);
    if (after == null) {
      Followed gone = followed.remove(id);
      if (gone != null) {
        gone.end();
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
      if (secretNames(instance).contains(secret.getName())) {
        tell(ResourceID.fromResource(instance));
      }
    }
  }

  private void follow(OcmInstance instance) {
    ResourceID id = ResourceID.fromResource(instance);
    String namespace = instance.getMetadata().getNamespace();
    Map<String, Map<String, String>> selectors = new HashMap<>();
    Set<String> trusted = new HashSet<>();
    for (String name : serviceNames(instance)) {
      Optional<Map<String, String>> selector =
          services.get(namespace, name).map(Installations::selector);
      selector.filter(labels -> !labels.isEmpty()).ifPresent(s -> selectors.put(name, s));
      if (selector.filter(Map::isEmpty).isPresent() && trusts(instance, name)) {
        trusted.add(name);
      }
    }
    followed
        .computeIfAbsent(
            id, key -> new Followed(podWatches, sliceWatches, namespace, () -> tell(key)))
        .adjust(selectors, trusted);
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
            spec.runtimes().stream()
                .map(OcmInstanceSpec.Runtime::serviceName)
                .filter(Objects::nonNull))
        .distinct()
        .toList();
  }

  private static boolean trusts(OcmInstance instance, String service) {
    OcmInstanceSpec spec = instance.getSpec();
    return Stream.concat(
            Stream.of(
                new Wanted(spec.gateway().serviceName(), null, spec.gateway().endpointSlices())),
            spec.runtimes().stream().map(runtime -> wanted(runtime, null)))
        .anyMatch(
            wanted ->
                service.equals(wanted.service()) && wanted.slices() == EndpointSlicePolicy.TRUST);
  }

  private static Set<String> secretNames(OcmInstance instance) {
    OcmInstanceSpec spec = instance.getSpec();
    Set<String> names = new HashSet<>();
    names.add(spec.adminSecretRef().name());
    spec.runtimes().stream()
        .map(OcmInstanceSpec.Runtime::nats)
        .filter(Objects::nonNull)
        .map(OcmInstanceSpec.NatsRegistry::credentialsSecretRef)
        .filter(Objects::nonNull)
        .map(LocalReference::name)
        .forEach(names::add);
    return names;
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
    followed.values().forEach(Followed::end);
  }
}
