package io.ocmfed.node;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.ocmfed.node.net.NodeNetwork;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** What the node watches, and whom it tells. */
final class WatchedObjects implements AutoCloseable {

  private final SharedIndexInformer<Pod> pods;
  private final SharedIndexInformer<Service> services;
  private final SharedIndexInformer<Ingress> ingresses;
  private final SharedIndexInformer<Secret> secrets;
  private final SharedIndexInformer<ConfigMap> configMaps;

  WatchedObjects(KubernetesClient client, String node) {
    this.pods = client.pods().inAnyNamespace().withField("spec.nodeName", node).runnableInformer(0);
    this.services = client.services().inAnyNamespace().runnableInformer(0);
    this.ingresses = client.network().v1().ingresses().inAnyNamespace().runnableInformer(0);
    this.secrets = client.secrets().inAnyNamespace().runnableInformer(0);
    this.configMaps = client.configMaps().inAnyNamespace().runnableInformer(0);
  }

  NodeNetwork.Watched forNetwork() {
    return new NodeNetwork.Watched(
        () -> List.copyOf(pods.getStore().list()),
        () -> List.copyOf(services.getStore().list()),
        () -> List.copyOf(ingresses.getStore().list()));
  }

  /** Returns when all that is there has been told. */
  void start(Pods runs, NodeNetwork network) {
    services.addEventHandler(onAny(service -> network.changed()));
    ingresses.addEventHandler(onAny(ingress -> network.certificatesChanged()));
    secrets.addEventHandler(
        onAny(
            secret -> {
              runs.sourceChanged("Secret", namespace(secret), name(secret));
              if ("kubernetes.io/tls".equals(secret.getType())) {
                network.certificatesChanged();
              }
            }));
    configMaps.addEventHandler(
        onAny(map -> runs.sourceChanged("ConfigMap", namespace(map), name(map))));
    pods.addEventHandler(
        new ResourceEventHandler<>() {
          @Override
          public void onAdd(Pod pod) {
            runs.observed(pod);
            network.changed();
          }

          @Override
          public void onUpdate(Pod before, Pod pod) {
            runs.observed(pod);
            network.changed();
          }

          @Override
          public void onDelete(Pod pod, boolean unknown) {
            runs.vanished(pod);
            network.changed();
          }
        });
    // Names and forwarders first, so that the first pod finds them.
    all().forEach(SharedIndexInformer::run);
  }

  private Collection<SharedIndexInformer<? extends HasMetadata>> all() {
    return List.of(services, ingresses, secrets, configMaps, pods);
  }

  private static String namespace(HasMetadata object) {
    return object.getMetadata().getNamespace();
  }

  private static String name(HasMetadata object) {
    return object.getMetadata().getName();
  }

  private static <T> ResourceEventHandler<T> onAny(Consumer<T> change) {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(T object) {
        change.accept(object);
      }

      @Override
      public void onUpdate(T before, T object) {
        change.accept(object);
      }

      @Override
      public void onDelete(T object, boolean unknown) {
        change.accept(object);
      }
    };
  }

  @Override
  public void close() {
    all().forEach(SharedIndexInformer::close);
  }
}
