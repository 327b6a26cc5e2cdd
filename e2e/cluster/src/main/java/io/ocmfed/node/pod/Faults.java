package io.ocmfed.node.pod;

import io.ocmfed.node.process.Signal;
import java.util.Map;

/**
 * Faults that a journey causes by annotating a pod, so that it need not run beside the node:
 *
 * <ul>
 *   <li>{@code kill <anything>}: every new value kills all its containers with SIGKILL, once;
 *   <li>{@code freeze}: stopped as long as the annotation is there; it hangs, connections stay
 *       open;
 *   <li>{@code vanish}: as long as the annotation is there, the kernel drops every packet for its
 *       sockets: open connections get no answer, new ones are neither accepted nor refused;
 *   <li>{@code unready}: not ready as long as the annotation is there, whatever its probes say.
 * </ul>
 */
final class Faults {

  static final String ANNOTATION = "node.ocmfed.io/fault";

  private final PodWorker pod;
  private String current = "";

  Faults(PodWorker pod) {
    this.pod = pod;
  }

  synchronized void apply(Map<String, String> annotations) {
    String wanted = annotations == null ? "" : annotations.getOrDefault(ANNOTATION, "");
    if (wanted.equals(current)) {
      return;
    }
    String before = current;
    current = wanted;
    if (before.equals("freeze")) {
      pod.containers().forEach(container -> container.signal(Signal.CONT));
    }
    if (wanted.equals("freeze")) {
      pod.containers().forEach(container -> container.signal(Signal.STOP));
    }
    if (wanted.equals("vanish") || before.equals("vanish")) {
      pod.containers().forEach(container -> container.losePackets(wanted.equals("vanish")));
    }
    if (wanted.equals("unready") || before.equals("unready")) {
      pod.containers().forEach(container -> container.holdUnready(wanted.equals("unready")));
    }
    if (wanted.startsWith("kill")) {
      pod.containers().forEach(ContainerWorker::kill);
    }
  }
}
