package io.ocmfed.node.pod;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The probes of one process from its start to its end: first the startup probe, then readiness and
 * liveness beside each other.
 */
final class Probing {

  /** What the probes have to say; called from their threads. */
  interface Listener {
    void started();

    void ready(boolean ready);

    /** The container must be started anew. */
    void mustRestart(String probe, String message);

    void unhealthy(String probe, String message);
  }

  private final Container container;
  private final HandlerRunner runner;
  private final Listener listener;
  private final List<Thread> threads = new CopyOnWriteArrayList<>();

  Probing(ProbeTarget target, Listener listener) {
    this.container = target.container();
    this.runner = new HandlerRunner(target);
    this.listener = listener;
  }

  void start() {
    run("startup", this::startup);
  }

  /** Ends all probing; nothing is told any more once the threads have seen it. */
  void stop() {
    threads.forEach(Thread::interrupt);
  }

  private interface Loop {
    void run() throws InterruptedException;
  }

  private void run(String name, Loop loop) {
    threads.add(
        Thread.ofVirtual()
            .name("probe-" + name + "-" + container.getName())
            .start(
                () -> {
                  try {
                    loop.run();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt(); // stopped
                  }
                }));
  }

  private void startup() throws InterruptedException {
    Probe probe = container.getStartupProbe();
    if (probe != null && !succeedsInTime("Startup", probe)) {
      return;
    }
    listener.started();
    if (container.getReadinessProbe() == null) {
      listener.ready(true);
    } else {
      run("readiness", this::readiness);
    }
    if (container.getLivenessProbe() != null) {
      run("liveness", this::liveness);
    }
  }

  private boolean succeedsInTime(String name, Probe probe) throws InterruptedException {
    pause(probe.getInitialDelaySeconds(), 0);
    for (int failures = 0; ; ) {
      switch (checked(probe)) {
        case ProbeResult.Success success -> {
          return true;
        }
        case ProbeResult.Failure failure -> {
          if (++failures >= orElse(probe.getFailureThreshold(), 3)) {
            listener.mustRestart(name, failure.message());
            return false;
          }
        }
      }
      pause(probe.getPeriodSeconds(), 10);
    }
  }

  private void readiness() throws InterruptedException {
    Probe probe = container.getReadinessProbe();
    pause(probe.getInitialDelaySeconds(), 0);
    boolean ready = false;
    int successes = 0;
    int failures = 0;
    while (true) {
      switch (checked(probe)) {
        case ProbeResult.Success success -> {
          failures = 0;
          if (++successes >= orElse(probe.getSuccessThreshold(), 1) && !ready) {
            ready = true;
            listener.ready(true);
          }
        }
        case ProbeResult.Failure failure -> {
          successes = 0;
          listener.unhealthy("Readiness", failure.message());
          if (++failures >= orElse(probe.getFailureThreshold(), 3) && ready) {
            ready = false;
            listener.ready(false);
          }
        }
      }
      pause(probe.getPeriodSeconds(), 10);
    }
  }

  private void liveness() throws InterruptedException {
    Probe probe = container.getLivenessProbe();
    pause(probe.getInitialDelaySeconds(), 0);
    int failures = 0;
    while (true) {
      switch (checked(probe)) {
        case ProbeResult.Success success -> failures = 0;
        case ProbeResult.Failure failure -> {
          listener.unhealthy("Liveness", failure.message());
          if (++failures >= orElse(probe.getFailureThreshold(), 3)) {
            listener.mustRestart("Liveness", failure.message());
            return;
          }
        }
      }
      pause(probe.getPeriodSeconds(), 10);
    }
  }

  /** A result that came in while probing was stopped is dropped. */
  private ProbeResult checked(Probe probe) throws InterruptedException {
    ProbeResult result = runner.probe(probe);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return result;
  }

  private static void pause(Integer seconds, int otherwise) throws InterruptedException {
    Thread.sleep(Duration.ofSeconds(orElse(seconds, otherwise)));
  }

  private static int orElse(Integer value, int otherwise) {
    return value == null ? otherwise : value;
  }
}
