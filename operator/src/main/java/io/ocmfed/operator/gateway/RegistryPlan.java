package io.ocmfed.operator.gateway;

import io.ocmfed.operator.runtime.Endpoint;
import io.ocmfed.operator.runtime.Fence;
import io.ocmfed.registry.RegistryEntry;
import io.ocmfed.registry.RegistryKey;
import io.ocmfed.registry.RegistryNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What must change in a registry so that it names the gateway pods of a table and no others; pure.
 * A gateway that registers itself is left alone; nodes of our own stand in only for pods that did
 * not. Nodes at IP addresses of no ready pod go, whoever wrote them; nodes that are not at an IP
 * address are none of pods and stay.
 *
 * @param delete entries to delete
 * @param write nodes of our own to write, or to write anew before they expire
 * @param newer a table that another operator wrote and that is newer than this; nothing else is to
 *     be done then
 */
record RegistryPlan(
    List<RegistryEntry> delete, Map<RegistryKey, RegistryNode> write, Optional<Fence> newer) {

  private static final String OWN = "ocmfed-";
  private static final String VERSION = "ocmfed";
  private static final String REVISION = "ocmfed.io/revision";
  private static final String POD = "ocmfed.io/pod";

  /**
   * Decides.
   *
   * @param serviceName name of the gateway in the registry
   * @param gateways the table's
   * @param fence the table's
   * @param entries what the registry has under that name
   * @param fresh whether a node of ours was written recently enough
   */
  static RegistryPlan of(
      String serviceName,
      List<Endpoint> gateways,
      Fence fence,
      List<RegistryEntry> entries,
      Predicate<RegistryKey> fresh) {
    Optional<Fence> newer =
        entries.stream()
            .filter(RegistryPlan::ours)
            .flatMap(entry -> written(entry).stream())
            .filter(written -> written.compareTo(fence) > 0)
            .max(Fence::compareTo);
    if (newer.isPresent()) {
      return new RegistryPlan(List.of(), Map.of(), newer);
    }
    Set<String> hosts = gateways.stream().map(Endpoint::host).collect(Collectors.toSet());
    List<RegistryEntry> delete = new ArrayList<>();
    Set<String> served = new HashSet<>();
    for (RegistryEntry entry : entries) {
      if (!ours(entry)) {
        if (gone(entry, hosts)) {
          delete.add(entry);
        } else {
          entry.nodes().forEach(node -> served.add(node.address()));
        }
      }
    }
    Map<RegistryKey, RegistryNode> wanted = new LinkedHashMap<>();
    for (Endpoint gateway : gateways) {
      String address = RegistryNode.address(gateway.host(), gateway.port());
      if (!served.contains(address)) {
        RegistryKey key = new RegistryKey(serviceName, OWN + address, VERSION);
        wanted.put(key, node(key, address, gateway.pod(), fence));
      }
    }
    Map<RegistryKey, RegistryNode> write = new LinkedHashMap<>(wanted);
    for (RegistryEntry entry : entries) {
      if (ours(entry)) {
        if (!wanted.containsKey(entry.key())) {
          delete.add(entry);
        } else if (fresh.test(entry.key()) && written(entry).filter(fence::equals).isPresent()) {
          write.remove(entry.key());
        }
      }
    }
    return new RegistryPlan(delete, write, Optional.empty());
  }

  /** Whether nothing needs to be done. */
  boolean done() {
    return delete.isEmpty() && write.isEmpty() && newer.isEmpty();
  }

  private static RegistryNode node(RegistryKey key, String address, String pod, Fence fence) {
    Map<String, String> metadata = new LinkedHashMap<>();
    // What reva's services say of themselves, for clients that choose by it.
    metadata.put("registry", "nats-js-kv");
    metadata.put("server", "grpc");
    metadata.put("transport", "tcp");
    metadata.put("protocol", "grpc");
    metadata.put(REVISION, fence.revision());
    metadata.put(POD, pod);
    return new RegistryNode(key.serviceName() + "-" + key.serverId(), address, metadata);
  }

  private static boolean ours(RegistryEntry entry) {
    return entry.key().serverId().startsWith(OWN);
  }

  private static boolean gone(RegistryEntry entry, Set<String> hosts) {
    return !entry.nodes().isEmpty()
        && entry.nodes().stream()
            .allMatch(
                node ->
                    node.host()
                        .filter(RegistryPlan::ip)
                        .filter(h -> !hosts.contains(h))
                        .isPresent());
  }

  private static boolean ip(String host) {
    return host.contains(":") || host.matches("[0-9]{1,3}([.][0-9]{1,3}){3}");
  }

  private static Optional<Fence> written(RegistryEntry entry) {
    return entry.nodes().stream()
        .map(node -> node.metadata().get(REVISION))
        .filter(text -> text != null && text.matches("[0-9]{1,18}[.][0-9]{1,18}"))
        .map(text -> text.split("[.]"))
        .map(parts -> new Fence(Long.parseLong(parts[0]), Long.parseLong(parts[1])))
        .findFirst();
  }
}
