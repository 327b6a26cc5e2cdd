package io.ocmfed.bench;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watcher;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The same changes as a watcher of EndpointSlices sees them, who then sends the same bare PUT. The
 * operator has no part in this: the embedded cluster has no slices, because they refuse loopback
 * addresses, so the controller runs for this part alone, over gateway pods only.
 */
final class SlicePropagation {

  private static final String NAMESPACE = "slices";
  private static final String NODE = "node";

  /** The controller's own limit is 20 writes a second; it is not what is measured here. */
  private static final long PAUSE_NANOS = 100_000_000;

  private final BenchCluster cluster;
  private final Vertx vertx;

  SlicePropagation(BenchCluster cluster, Vertx vertx) {
    this.cluster = cluster;
    this.vertx = vertx;
  }

  void measure(int samples, List<Row> rows) {
    KubernetesClient client = cluster.client();
    cluster.addEndpointSlices();
    cluster.namespace(NAMESPACE);
    client
        .resource(new NodeBuilder().withNewMetadata().withName(NODE).endMetadata().build())
        .create();
    try (var viaSlices = new Installed(client, NAMESPACE, "-a");
        var viaPods = new Installed(client, NAMESPACE, "-b")) {
      for (Installed one : List.of(viaSlices, viaPods)) {
        one.servers(vertx, List.of(cluster.address(one == viaSlices ? 20_000 : 20_001)));
      }
      try (var puts = new BarePuts(vertx, List.of(viaSlices.authority(), viaPods.authority()))) {
        puts.putAndWait(viaSlices.targets(), List.of());
        puts.putAndWait(viaPods.targets(), List.of());
        // Both from the same changes: each has a runtime of its own, and tells it.
        var ready = new TreeSet<String>();
        try (var _ =
                new BareWatch<>(
                    client,
                    EndpointSlice.class,
                    NAMESPACE,
                    Map.of("kubernetes.io/service-name", viaSlices.name("gateway")),
                    (action, slice) -> tell(action, slice, ready, puts, viaSlices.targets()));
            var _ =
                new Floor(client, NAMESPACE, viaSlices.name("gateway"), puts, viaPods.targets())) {
          measure(samples, viaSlices, viaPods, rows);
        }
      }
    }
  }

  private static void measure(int samples, Installed viaSlices, Installed viaPods, List<Row> rows) {
    var change =
        new Change(
            viaSlices.pods(),
            viaSlices.name("gateway"),
            NODE,
            PAUSE_NANOS,
            List.of(viaSlices.bare(), viaPods.bare()));
    change.comesAndGoes();
    change.warm();
    for (int round = 0; round < Math.max(1, samples / 2); round++) {
      change.comesAndGoes();
    }
    rows.add(Row.times("1 runtime: watch of EndpointSlices and bare PUT", change.times(0)));
    rows.add(Row.times("1 runtime: bare watch and bare PUT, the same changes", change.times(1)));
  }

  private static void tell(
      Watcher.Action action,
      EndpointSlice slice,
      Set<String> ready,
      BarePuts puts,
      List<BarePuts.Target> targets) {
    var now = new TreeSet<String>();
    if (action != Watcher.Action.DELETED && slice.getEndpoints() != null) {
      for (Endpoint endpoint : slice.getEndpoints()) {
        if (Boolean.TRUE.equals(endpoint.getConditions().getReady())) {
          now.add(endpoint.getTargetRef().getName());
        }
      }
    }
    synchronized (ready) {
      if (!ready.equals(now)) {
        ready.clear();
        ready.addAll(now);
        puts.put(targets, List.copyOf(now));
      }
    }
  }
}
