package io.ocmfed.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Measures single changes of gateway pods: from the moment in which the request is sent that makes
 * a pod ready or removes it, to the moment in which the last runtime has acknowledged a table with
 * it or without it.
 */
final class Change {

  private final Pods pods;
  private final String app;
  private final String node;
  private final long pauseNanos;
  private final List<Seen> seen;
  private final List<Long> writes = new ArrayList<>();
  private int number;

  /** One way in which the changes reach runtimes. */
  private record Seen(List<TableSlot> tables, List<Long> nanos) {}

  /**
   * @param app label of the gateway pods
   * @param node where they are said to run; null: nowhere
   * @param pauseNanos how long nothing happens before each change
   * @param tables where the acknowledgements show; several: each way in which the same change
   *     reaches runtimes of its own
   */
  Change(Pods pods, String app, String node, long pauseNanos, List<List<TableSlot>> tables) {
    this.pods = pods;
    this.app = app;
    this.node = node;
    this.pauseNanos = pauseNanos;
    this.seen = tables.stream().map(one -> new Seen(one, new ArrayList<>())).toList();
  }

  /** A new pod turns ready, and goes: two samples. */
  void comesAndGoes() {
    number++;
    String pod = app + "-n" + number;
    String ip = "198.51.100." + (10 + number % 200);
    pods.create(pod, app, ip, Installed.GRPC, node);
    sample(pod + " ready", gateways -> gateways.contains(pod), () -> pods.ready(pod, ip));
    sample(pod + " gone", gateways -> !gateways.contains(pod), () -> pods.delete(pod));
  }

  private void sample(String what, Predicate<List<String>> wanted, Runnable change) {
    if (pauseNanos > 0) {
      LockSupport.parkNanos(pauseNanos);
    }
    List<Awaited> awaited =
        seen.stream().map(way -> Awaited.on(way.tables(), what, wanted)).toList();
    long began = System.nanoTime();
    change.run();
    writes.add(System.nanoTime() - began);
    for (int way = 0; way < seen.size(); way++) {
      seen.get(way).nanos().add(awaited.get(way).lastNanos() - began);
    }
  }

  /** Forgets what was measured so far. */
  void warm() {
    seen.forEach(way -> way.nanos().clear());
    writes.clear();
  }

  /** How long it took in the only way. */
  Distribution times() {
    return times(0);
  }

  /** How long it took in one of the ways. */
  Distribution times(int way) {
    return Distribution.ofNanos(seen.get(way).nanos());
  }

  /** The requests to the API server alone. */
  Distribution writes() {
    return Distribution.ofNanos(writes);
  }
}
