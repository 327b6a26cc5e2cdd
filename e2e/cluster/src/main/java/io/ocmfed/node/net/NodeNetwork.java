package io.ocmfed.node.net;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLS;
import io.ocmfed.node.volume.VolumeSources;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Keeps forwarders, hosts files and ingress as the watched objects want them. */
public final class NodeNetwork implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(NodeNetwork.class.getName());

  /** The watched objects as they are now. */
  public record Watched(
      Supplier<Collection<Pod>> pods,
      Supplier<Collection<Service>> services,
      Supplier<Collection<Ingress>> ingresses) {}

  private final Watched watched;
  private final VolumeSources sources;
  private final HostsFiles hosts;
  private final Services services = new Services();
  private final IngressProxy ingress;
  private final Coalesced applying;
  private final Coalesced certificates;

  /**
   * @param publicPorts where the ingress listens on 127.0.0.1
   * @throws IllegalStateException if one of them is taken
   */
  public NodeNetwork(
      Watched watched, VolumeSources sources, Path hostsDirectory, List<Integer> publicPorts) {
    this.watched = watched;
    this.sources = sources;
    this.hosts = new HostsFiles(hostsDirectory);
    this.ingress = new IngressProxy(publicPorts);
    this.applying = new Coalesced("network", this::apply);
    this.certificates = new Coalesced("certificates", this::showCertificates);
  }

  /** A pod or a Service has changed. */
  public void changed() {
    applying.changed();
  }

  /** An Ingress or a Secret has changed. */
  public void certificatesChanged() {
    applying.changed();
    certificates.changed();
  }

  /** The hosts file for pods of the namespace. */
  public Path hostsFile(String namespace) {
    return hosts.of(namespace);
  }

  private void apply() {
    Collection<Pod> pods = watched.pods().get();
    Collection<Service> all = watched.services().get();
    Collection<Ingress> ingresses = watched.ingresses().get();
    services.apply(all, pods);
    hosts.apply(all, pods, ingresses);
    ingress.apply(IngressRoute.of(ingresses, all, pods));
  }

  private void showCertificates() {
    var entries = new HashMap<String, IngressCertificates.Entry>();
    for (Ingress object : watched.ingresses().get()) {
      if (IngressRoute.isOurs(object) && object.getSpec().getTls() != null) {
        String namespace = object.getMetadata().getNamespace();
        for (IngressTLS tls : object.getSpec().getTls()) {
          entry(namespace, tls.getSecretName())
              .ifPresent(
                  entry ->
                      tls.getHosts()
                          .forEach(host -> entries.put(host.toLowerCase(Locale.ROOT), entry)));
        }
      }
    }
    ingress.certificates().show(entries);
  }

  private Optional<IngressCertificates.Entry> entry(String namespace, String secret) {
    Map<String, byte[]> data =
        secret == null ? Map.of() : sources.secret(namespace, secret).orElse(Map.of());
    if (!data.containsKey("tls.crt") || !data.containsKey("tls.key")) {
      return Optional.empty(); // not made yet
    }
    try {
      return Optional.of(IngressCertificates.Entry.parse(data.get("tls.crt"), data.get("tls.key")));
    } catch (GeneralSecurityException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "event=ingress_certificate_unusable secret={0}/{1} error={2}",
          namespace,
          secret,
          e.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    applying.close();
    certificates.close();
    services.close();
    ingress.close();
  }
}
