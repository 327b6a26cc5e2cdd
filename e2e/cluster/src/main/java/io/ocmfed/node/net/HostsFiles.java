package io.ocmfed.node.net;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The cluster's names as hosts files, one for each namespace because a Service's short name is
 * known in its own only. A file is replaced by rename, so that a reader sees the old or the new
 * one.
 */
public final class HostsFiles {

  private final Path directory;
  private final String machine;
  private final Map<String, String> written = new HashMap<>();
  private String shared;
  private Map<String, String> own = Map.of();

  public HostsFiles(Path directory) {
    this.directory = directory;
    this.machine = machineName();
    this.shared = ownNames();
  }

  /** The file for pods of the namespace; it exists when this returns. */
  public synchronized Path of(String namespace) {
    write(namespace);
    return directory.resolve(namespace);
  }

  synchronized void apply(
      Collection<Service> services, Collection<Pod> pods, Collection<Ingress> ingresses) {
    var lines = new TreeSet<String>();
    var shortNames = new HashMap<String, TreeSet<String>>();
    for (Service service : services) {
      String name = service.getMetadata().getName();
      String namespace = service.getMetadata().getNamespace();
      for (String address : addresses(service, pods)) {
        String qualified = name + "." + namespace;
        lines.add(
            "%s %s.svc %s.svc.cluster.local %s"
                .formatted(address, qualified, qualified, qualified));
        shortNames.computeIfAbsent(namespace, n -> new TreeSet<>()).add(address + " " + name);
      }
    }
    for (Ingress ingress : ingresses) {
      hosts(ingress).forEach(host -> lines.add("127.0.0.1 " + host));
    }
    shared = ownNames() + text(lines);
    var texts = new HashMap<String, String>();
    shortNames.forEach((namespace, names) -> texts.put(namespace, text(names)));
    own = texts;
    List.copyOf(written.keySet()).forEach(this::write);
  }

  private void write(String namespace) {
    String text = shared + own.getOrDefault(namespace, "");
    if (text.equals(written.get(namespace))) {
      return;
    }
    try {
      Files.createDirectories(directory);
      Path next = directory.resolve("." + namespace + ".next");
      Files.writeString(next, text);
      Files.move(
          next,
          directory.resolve(namespace),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      written.put(namespace, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the hosts file of " + namespace, e);
    }
  }

  private static List<String> addresses(Service service, Collection<Pod> pods) {
    if (Services.isHeadless(service)) {
      return Backends.selected(service, pods).map(pod -> pod.getStatus().getPodIP()).toList();
    }
    return List.of(service.getSpec().getClusterIP());
  }

  private static Stream<String> hosts(Ingress ingress) {
    return ingress.getSpec().getRules() == null
        ? Stream.empty()
        : ingress.getSpec().getRules().stream().map(IngressRule::getHost).filter(Objects::nonNull);
  }

  private String ownNames() {
    return "127.0.0.1 localhost " + machine + "\n";
  }

  private static String text(Collection<String> lines) {
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }

  private static String machineName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "";
    }
  }
}
